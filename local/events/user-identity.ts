import * as z from 'zod/mini';
import { type EmulatorApi, EmulatorError, type Where } from '../emulator/api.ts';
import type { Caller } from '../gate/caller.ts';
import { recordTime } from './record-time.ts';

/** `userIdentity` of a record. */
export type UserIdentity = Readonly<Record<string, unknown>>;

/** Who called, as a record tells it, and the account that the call belongs to. */
export interface Principal {
  readonly account: string;
  readonly identity: UserIdentity;
}

/** A role's session, from which the identity of an assumed role is made. */
export interface RoleSession {
  readonly account: string;
  readonly roleArn: string;
  readonly roleId: string;
  readonly sessionName: string;
  readonly accessKeyId: string;
  /** When the session began, as far as the gate knows: the time of the call. */
  readonly since: Date;
}

/**
 * The identity of a role's session. `arn` has no path, `sessionContext.sessionIssuer.arn` is the role's own with its path.
 * Source: aws-facts 4.5 (CloudTrail userIdentity element).
 */
export function assumedRole(session: RoleSession): UserIdentity {
  const { account, roleArn, roleId, sessionName, accessKeyId, since } = session;
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return {
    type: 'AssumedRole',
    principalId: `${roleId}:${sessionName}`,
    arn: `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`,
    accountId: account,
    accessKeyId,
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId: roleId, arn: roleArn, accountId: account, userName: roleName },
      attributes: { creationDate: recordTime(since), mfaAuthenticated: 'false' },
    },
  };
}

const CALLER_IDENTITY = z.object({ Account: z.string(), Arn: z.string(), UserId: z.string() });
const CONFIGURATION = z.object({ Role: z.string() });

/**
 * Asks the emulator who a caller is.
 * A function acts as its role, with its own name as the session's (the latter assumed: aws-facts 4.5).
 */
export async function principalOf(api: EmulatorApi, caller: Caller, region: string, since: Date): Promise<Principal> {
  const { accessKeyId } = caller;
  if (caller.kind === 'function') {
    const [, , , functionRegion = region, account = '', , sessionName = ''] = caller.functionArn.split(':');
    const where = { account, region: functionRegion };
    const path = `/2015-03-31/functions/${encodeURIComponent(sessionName)}/configuration`;
    const { Role } = CONFIGURATION.parse(await api.rest('lambda', 'GET', path, where));
    const role = await roleNamed(api, Role.slice(Role.lastIndexOf('/') + 1), where);
    const session = { account, sessionName, accessKeyId, since, roleArn: Role, roleId: role?.id ?? 'AROAUNKNOWN' };
    return { account, identity: assumedRole(session) };
  }
  // Which account a key belongs to, the emulator says: the region and the account in the question do not matter.
  const who = await api.json(
    'sts',
    'AWSSecurityTokenServiceV20110615.GetCallerIdentity',
    {},
    { account: accessKeyId, region },
    CALLER_IDENTITY,
    caller,
  );
  const account = who.Account;
  const [, roleName = '', sessionName = ''] = /:assumed-role\/([^/]+)\/(.+)$/.exec(who.Arn) ?? [];
  if (roleName !== '') {
    const role = await roleNamed(api, roleName, { account, region });
    const roleArn = role?.arn ?? `arn:aws:iam::${account}:role/${roleName}`;
    const roleId = who.UserId.split(':')[0] ?? '';
    return { account, identity: assumedRole({ account, sessionName, accessKeyId, since, roleArn, roleId }) };
  }
  const userName = /:user\/(?:.*\/)?([^/]+)$/.exec(who.Arn)?.[1];
  const named = userName === undefined ? { type: 'Root' } : { type: 'IAMUser', userName };
  return { account, identity: { ...named, principalId: who.UserId, arn: who.Arn, accountId: account, accessKeyId } };
}

async function roleNamed(
  api: EmulatorApi,
  name: string,
  where: Where,
): Promise<{ readonly arn: string; readonly id: string } | undefined> {
  try {
    const xml = await api.query('iam', { Action: 'GetRole', RoleName: name, Version: '2010-05-08' }, where);
    const [, arn = ''] = /<Arn>([^<]*)<\/Arn>/.exec(xml) ?? [];
    const [, id = ''] = /<RoleId>([^<]*)<\/RoleId>/.exec(xml) ?? [];
    return { arn, id };
  } catch (error) {
    // The emulator lets a function run with a role that does not exist.
    if (error instanceof EmulatorError && error.code === 'NoSuchEntity') return undefined;
    throw error;
  }
}
