import * as z from 'zod/mini';
import { type EmulatorApi, EmulatorError, type Where } from '../emulator/api.ts';
import type { Caller } from '../gate/caller.ts';
import { assumedRole, keyOwner, type UserIdentity } from './user-identity.ts';

/** Who called, as a record tells it, and the account that the call belongs to. */
export interface Principal {
  readonly account: string;
  readonly identity: UserIdentity;
}

const CONFIGURATION = z.object({ Role: z.string() });
const CALLER_IDENTITY = z.object({ Account: z.string(), Arn: z.string(), UserId: z.string() });
const GET_CALLER_IDENTITY = 'AWSSecurityTokenServiceV20110615.GetCallerIdentity';

type CallerOf<K extends Caller['kind']> = Extract<Caller, { kind: K }>;

/** Asks the emulator who a caller is; `region` and `since` are the call's. */
export function principalOf(api: EmulatorApi, caller: Caller, region: string, since: Date): Promise<Principal> {
  return caller.kind === 'function' ? roleOfFunction(api, caller, since) : ownerOfKey(api, caller, region, since);
}

/** A function acts as its role, with its own name as the session's (that AWS names the session so is assumed). */
async function roleOfFunction(api: EmulatorApi, caller: CallerOf<'function'>, since: Date): Promise<Principal> {
  const [, , , region = '', account = '', , sessionName = ''] = caller.functionArn.split(':');
  const where = { account, region };
  const path = `/2015-03-31/functions/${encodeURIComponent(sessionName)}/configuration`;
  const { Role: roleArn } = CONFIGURATION.parse(await api.rest('lambda', 'GET', path, where));
  const role = await roleNamed(api, roleArn.slice(roleArn.lastIndexOf('/') + 1), where);
  const { accessKeyId } = caller;
  return {
    account,
    identity: assumedRole({ account, roleArn, roleId: role?.id ?? 'AROAUNKNOWN', sessionName, accessKeyId, since }),
  };
}

async function ownerOfKey(
  api: EmulatorApi,
  caller: CallerOf<'administrator'>,
  region: string,
  since: Date,
): Promise<Principal> {
  const { accessKeyId } = caller;
  // The credentials alone say which account it is.
  const where = { account: accessKeyId, region };
  const who = await api.json('sts', GET_CALLER_IDENTITY, {}, where, CALLER_IDENTITY, caller);
  const { Account: account, Arn: arn, UserId: id } = who;
  const [, roleName, sessionName] = /:assumed-role\/([^/]+)\/(.+)$/.exec(arn) ?? [];
  if (roleName === undefined || sessionName === undefined) {
    return { account, identity: keyOwner({ account, arn, id, accessKeyId }) };
  }
  const roleArn =
    (await roleNamed(api, roleName, { account, region }))?.arn ?? `arn:aws:iam::${account}:role/${roleName}`;
  const [roleId = ''] = id.split(':');
  return { account, identity: assumedRole({ account, roleArn, roleId, sessionName, accessKeyId, since }) };
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
    // The emulator lets a function run with a role that does not exist, and assume one.
    if (error instanceof EmulatorError && error.code === 'NoSuchEntity') return undefined;
    throw error;
  }
}
