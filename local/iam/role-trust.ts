import { type EmulatorApi, EmulatorError } from '../emulator/api.ts';
import { parseJson } from '../wire/parse-json.ts';
import type { Evaluator } from './evaluator.ts';

/**
 * Whether a role has exactly this ARN, path included, and its trust policy allows a service to
 * assume it.
 * @param service such as `events.amazonaws.com`
 */
export async function doesRoleTrust(
  api: EmulatorApi,
  evaluator: Evaluator,
  roleArn: string,
  service: string,
  region: string,
): Promise<boolean> {
  const account = roleArn.split(':')[4] ?? '';
  const resourcePolicy = await trustPolicyOf(api, roleArn, account);
  if (resourcePolicy === undefined) return false;
  const principal = { kind: 'service', service } as const;
  const action = 'sts:AssumeRole';
  const question = { principal, action, resource: roleArn, resourceAccount: account, region, resourcePolicy };
  return (await evaluator.decide(question)).allowed;
}

/**
 * The trust policy as JSON; undefined when no role has this ARN or its trust policy is not JSON.
 */
async function trustPolicyOf(api: EmulatorApi, roleArn: string, account: string): Promise<string | undefined> {
  const RoleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  try {
    const question = { Action: 'GetRole', RoleName, Version: '2010-05-08' };
    const xml = await api.query('iam', question, { account, region: 'us-east-1' });
    if (/<Arn>([^<]*)<\/Arn>/.exec(xml)?.[1] !== roleArn) return undefined;
    const [, encoded = ''] = /<AssumeRolePolicyDocument>([^<]*)</.exec(xml) ?? [];
    const trust = decodeURIComponent(encoded);
    return parseJson(trust) === undefined ? undefined : trust;
  } catch (error) {
    if (error instanceof EmulatorError && error.code === 'NoSuchEntity') return undefined;
    throw error;
  }
}
