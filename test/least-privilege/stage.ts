import { SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import * as z from 'zod/mini';
import { describeRole } from '../../demo/describe.ts';
import { type AwsSession, administratorOf, sessionWith } from '../../demo/sessions.ts';
import { bootstrap, deploy, type StackOutputs } from '../../local/deploy.ts';
import { type EmulatorApi, emulatorApi, type Where } from '../../local/emulator/api.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';

const KEY = z.object({ KeyMetadata: z.object({ Arn: z.string() }) });
const OF_SESSION = /<AccessKeyId>([^<]+)<[\s\S]*<SessionToken>([^<]+)</;
const ELSEWHERE = 'eu-west-1';

/** An account in which trailmend is deployed, and in which no event starts it: tests say when it runs. */
export interface Stage {
  readonly aws: LocalAws;
  /** Any API of the local AWS, through the gate, as the administrator or with the credentials that are given. */
  readonly api: EmulatorApi;
  readonly where: Where;
  readonly administrator: AwsSession;
  /** The same administrator in a region where trailmend is not deployed. */
  readonly elsewhere: AwsSession;
  /** `arn:aws:kms:…`: the topic's is there, and whoever IAM lets may use it; log groups have a multi-region one. */
  readonly keys: { readonly logGroups: string; readonly topic: string };
}

/** Starts the local AWS, in which CloudTrail sees new roles at once. */
export async function stageOf(): Promise<Stage> {
  const aws = await startLocalAws({
    cloudTrail: { roleVisibleAfterMs: 0, maximumTrails: 50 },
    recording: { disturbances: [{ does: 'lose' }] },
  });
  try {
    const api = emulatorApi(new URL(aws.endpoint));
    const where = { account: aws.account, region: aws.region };
    const administrator = administratorOf(aws);
    const { KeyMetadata } = await api.json('kms', 'TrentService.CreateKey', {}, where, KEY);
    const logGroups = `arn:aws:kms:${aws.region}:${aws.account}:key/mrk-1234abcd12ab34cd56ef1234567890ab`;
    const keys = { logGroups, topic: KeyMetadata.Arn };
    await bootstrap(aws);
    return { aws, api, where, administrator, elsewhere: administratorOf({ ...aws, region: ELSEWHERE }), keys };
  } catch (error) {
    await aws.stop();
    throw error;
  }
}

/**
 * Deploys the stack with keys for log groups and topic, with metric filters and for the trails of the account's organization, so that their
 * permissions are there.
 * @param more parameters that are otherwise
 */
export async function deployIn(
  { aws, keys, administrator }: Stage,
  Mode: 'fix' | 'dry-run',
  more: Readonly<Record<string, string>> = {},
): Promise<StackOutputs> {
  const given = {
    SettleSeconds: '0',
    MetricFilters: 'cis',
    OrganizationTrails: 'true',
    LogGroupKmsKeyArn: keys.logGroups,
    TopicKmsKeyArn: keys.topic,
  };
  const outputs = await deploy(aws, { Mode, ...given, ...more });
  // The emulator's CloudFormation leaves it out.
  const encrypted = { TopicArn: outputs['TopicArn'], AttributeName: 'KmsMasterKeyId', AttributeValue: keys.topic };
  await administrator.sns.send(new SetTopicAttributesCommand(encrypted));
  return outputs;
}

/** The inline policies of the function's role by name; it has no others. */
export async function policiesOf({ administrator }: Stage, roleArn: string): Promise<Readonly<Record<string, string>>> {
  return (await describeRole(administrator, roleArn)).policies;
}

/** Somebody who got hold of a role: a session of it, with SDK clients and its bare credentials. */
export interface Attacker extends AwsSession {
  readonly credentials: { readonly accessKeyId: string; readonly sessionToken: string };
}

export const ATTACKER = 'attacker';

/** A session of a role, whomever the role trusts. */
export async function attackerIn({ aws, api, where }: Stage, roleArn: string): Promise<Attacker> {
  const form = { Action: 'AssumeRole', RoleArn: roleArn, RoleSessionName: ATTACKER, Version: '2011-06-15' };
  const [, accessKeyId = '', sessionToken = ''] = OF_SESSION.exec(await api.query('sts', form, where)) ?? [];
  const credentials = { accessKeyId, sessionToken };
  return { ...sessionWith(aws, { ...credentials, secretAccessKey: 'test' }), credentials };
}
