import * as z from 'zod/mini';
import { type EmulatorApi, EmulatorError, type Where } from '../emulator/api.ts';
import type { Caller } from '../gate/caller.ts';
import { assumedRoleIdentity, keyOwnerIdentity, type UserIdentity } from './user-identity.ts';

/** The caller of a call: its account, and its identity as a record shows it. */
export interface CallerIdentity {
  readonly account: string;
  readonly identity: UserIdentity;
}

const CONFIGURATION = z.object({ Role: z.string() });
const CALLER_IDENTITY = z.object({ Account: z.string(), Arn: z.string(), UserId: z.string() });
const GET_CALLER_IDENTITY = 'AWSSecurityTokenServiceV20110615.GetCallerIdentity';

type CallerOf<K extends Caller['kind']> = Extract<Caller, { kind: K }>;

/** Reads the identity of a caller from the emulator. @param since the time of the call */
export function readCallerIdentity(
  api: EmulatorApi,
  caller: Caller,
  region: string,
  since: Date,
): Promise<CallerIdentity> {
  if (caller.kind === 'user') return Promise.resolve(userIdentity(caller));
  return caller.kind === 'function' ? roleOfFunction(api, caller, since) : ownerOfKey(api, caller, region, since);
}

function userIdentity({ userArn: arn, userId: id, accessKeyId }: CallerOf<'user'>): CallerIdentity {
  const account = arn.split(':')[4] ?? '';
  return { account, identity: keyOwnerIdentity({ account, arn, id, accessKeyId }) };
}

/** The role of a function. Assumed: AWS names the function's session after the function. */
async function roleOfFunction(api: EmulatorApi, caller: CallerOf<'function'>, since: Date): Promise<CallerIdentity> {
  const [, , , region = '', account = '', , sessionName = ''] = caller.functionArn.split(':');
  const where = { account, region };
  const path = `/2015-03-31/functions/${encodeURIComponent(sessionName)}/configuration`;
  const { Role: roleArn } = CONFIGURATION.parse(await api.rest('lambda', 'GET', path, where));
  const role = await readRole(api, roleArn.slice(roleArn.lastIndexOf('/') + 1), where);
  const { accessKeyId } = caller;
  return {
    account,
    identity: assumedRoleIdentity({
      account,
      roleArn,
      roleId: role?.id ?? 'AROAUNKNOWN',
      sessionName,
      accessKeyId,
      since,
    }),
  };
}

async function ownerOfKey(
  api: EmulatorApi,
  caller: CallerOf<'administrator'>,
  region: string,
  since: Date,
): Promise<CallerIdentity> {
  const { accessKeyId } = caller;
  // The emulator derives the account from the credentials alone.
  const where = { account: accessKeyId, region };
  const answer = await api.json('sts', GET_CALLER_IDENTITY, {}, where, CALLER_IDENTITY, caller);
  const { Account: account, Arn: arn, UserId: id } = answer;
  const [, roleName, sessionName] = /:assumed-role\/([^/]+)\/(.+)$/.exec(arn) ?? [];
  if (roleName === undefined || sessionName === undefined) {
    return { account, identity: keyOwnerIdentity({ account, arn, id, accessKeyId }) };
  }
  const roleArn =
    (await readRole(api, roleName, { account, region }))?.arn ?? `arn:aws:iam::${account}:role/${roleName}`;
  const [roleId = ''] = id.split(':');
  return { account, identity: assumedRoleIdentity({ account, roleArn, roleId, sessionName, accessKeyId, since }) };
}

async function readRole(
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
    // The emulator runs functions with roles that do not exist, and lets callers assume such roles.
    if (error instanceof EmulatorError && error.code === 'NoSuchEntity') return undefined;
    throw error;
  }
}
