import * as z from 'zod/mini';
import type { EmulatorApi, Where } from '../emulator/api.ts';
import type { Behaviour, Call } from '../gate/call.ts';
import { jsonObject } from '../wire/json-object.ts';
import { invitations } from './invitations.ts';
import { listTrails, type Trail } from './trails.ts';

const CREATED = z.object({ CreateAccountStatus: z.object({ AccountId: z.string() }) });
const DESCRIBED = z.object({ Organization: z.object({ Id: z.string() }) });

/** The organizations of accounts, as far as they were formed through the gate. */
export interface Organizations {
  /** Records the accounts that are created, and lets others join by invitation. */
  readonly behaviour: Behaviour;
  /** The management account of a member account; undefined for every other account. */
  managementOf(account: string): string | undefined;
  /**
   * The id, `o-…`, of the organization that an account manages; in the emulator every account
   * manages one.
   */
  idOf(management: string): Promise<string>;
  /** The organization trails that a member account sees in a Region: see visible-trails.ts. */
  trailsSeenBy(where: Where): Promise<readonly Trail[]>;
}

export function organizations(api: EmulatorApi, accountOf: (call: Call) => Promise<string>): Organizations {
  const management = new Map<string, string>();
  const joinByInvitation = invitations(management, accountOf);
  return {
    async behaviour(call, next) {
      const answer = await joinByInvitation(call, next);
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
      const managementAccount = management.get(account);
      if (managementAccount === undefined) return [];
      const trails = await listTrails(api, { account: managementAccount, region });
      return trails.filter(({ IsOrganizationTrail }) => IsOrganizationTrail === true);
    },
  };
}
