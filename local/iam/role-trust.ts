import { type EmulatorApi, EmulatorError } from '../emulator/api.ts';
import { parseJson } from '../wire/parse-json.ts';
import type { Evaluator } from './evaluator.ts';

/**
 * Whether a role exists under exactly this ARN and its trust policy lets a service assume it.
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
  const resourcePolicy = await trustOf(api, roleArn, account);
  if (resourcePolicy === undefined) return false;
  const principal = { kind: 'service', service } as const;
  const action = 'sts:AssumeRole';
  const question = { principal, action, resource: roleArn, resourceAccount: account, region, resourcePolicy };
  return (await evaluator.decide(question)).allowed;
}

/** The trust policy as JSON; undefined when there is no such role or its policy is none. */
async function trustOf(api: EmulatorApi, roleArn: string, account: string): Promise<string | undefined> {
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
