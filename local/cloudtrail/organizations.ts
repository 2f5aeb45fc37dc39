import * as z from 'zod/mini';
import type { EmulatorApi, Where } from '../emulator/api.ts';
import type { Behaviour, Call } from '../gate/call.ts';
import { jsonObject } from '../wire/json-object.ts';
import { invitations } from './invitations.ts';
import { listTrails, type Trail } from './trails.ts';

const CREATED = z.object({ CreateAccountStatus: z.object({ AccountId: z.string() }) });
const DESCRIBED = z.object({ Organization: z.object({ Id: z.string() }) });

/** Which accounts belong to whose organization, as far as it was made through the gate. */
export interface Organizations {
  /** Notes the accounts that are made, and lets others join by invitation. */
  readonly behaviour: Behaviour;
  /** The management account over a member account; undefined for every other account. */
  managementOf(account: string): string | undefined;
  /** `o-…` of a management account; in the emulator every account has an organization of its own. */
  idOf(management: string): Promise<string>;
  /** The organization trails that a member account sees in a region: see visible-trails.ts. */
  trailsSeenBy(where: Where): Promise<readonly Trail[]>;
}

export function organizations(api: EmulatorApi, accountOf: (call: Call) => Promise<string>): Organizations {
  const management = new Map<string, string>();
  const joining = invitations(management, accountOf);
  return {
    async behaviour(call, next) {
      const answer = await joining(call, next);
      if (call.service !== 'organizations' || call.operation !== 'CreateAccount' || answer.status !== 200)
        return answer;
      const { CreateAccountStatus } = CREATED.parse(jsonObject(answer.body.toString('utf8')));
      management.set(CreateAccountStatus.AccountId, await accountOf(call));
      return answer;
    },
    managementOf: (account) => management.get(account),
    async idOf(account) {
      const where = { account, region: 'us-east-1' };
      const target = 'AWSOrganizationsV20161128.DescribeOrganization';
      return (await api.json('organizations', target, {}, where, DESCRIBED)).Organization.Id;
    },
    async trailsSeenBy({ account, region }) {
      const head = management.get(account);
      if (head === undefined) return [];
      const trails = await listTrails(api, { account: head, region });
      return trails.filter(({ IsOrganizationTrail }) => IsOrganizationTrail === true);
    },
  };
}
