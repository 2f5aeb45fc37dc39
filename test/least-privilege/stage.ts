import { SetTopicAttributesCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import * as z from 'zod/mini';
import { describeRole } from '../../demo/describe.ts';
import { type AwsSession, administratorOf, sessionWith } from '../../demo/sessions.ts';
import type { StackOutputs } from '../../local/deploy.ts';
import { type EmulatorApi, emulatorApi, type Where } from '../../local/emulator/api.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { bootstrapAccount, deployStack } from '../support/deploy-stack.ts';

const KEY = z.object({ KeyMetadata: z.object({ Arn: z.string() }) });
const SESSION_CREDENTIALS = /<AccessKeyId>([^<]+)<[\s\S]*<SessionToken>([^<]+)</;
const ELSEWHERE = 'eu-west-1';

/** An account with trailmend in which no event invokes the function: the tests invoke it. */
export interface Stage {
  readonly aws: LocalAws;
  /** Any API of the local AWS, through the gate, as the administrator or with given credentials. */
  readonly api: EmulatorApi;
  readonly where: Where;
  readonly administrator: AwsSession;
  /** The same administrator in a Region where trailmend is not deployed. */
  readonly elsewhere: AwsSession;
  /**
   * The ARNs of KMS keys. The key of the topic exists, and every principal with permissions in IAM
   * can use it. The key of log groups is a multi-Region key.
   */
  readonly keys: { readonly logGroups: string; readonly topic: string };
}

/** Starts the local AWS, in which new roles are visible to CloudTrail at once. */
export async function stageOf(): Promise<Stage> {
  const aws = await startLocalAws({
    cloudTrail: { roleVisibleAfterMs: 0, maximumTrails: 80 },
    recording: { disturbances: [{ does: 'lose' }] },
  });
  try {
    const api = emulatorApi(new URL(aws.endpoint));
    const where = { account: aws.account, region: aws.region };
    const administrator = administratorOf(aws);
    const { KeyMetadata } = await api.json('kms', 'TrentService.CreateKey', {}, where, KEY);
    const logGroups = `arn:aws:kms:${aws.region}:${aws.account}:key/mrk-1234abcd12ab34cd56ef1234567890ab`;
    const keys = { logGroups, topic: KeyMetadata.Arn };
    await bootstrapAccount(aws);
    return { aws, api, where, administrator, elsewhere: administratorOf({ ...aws, region: ELSEWHERE }), keys };
  } catch (error) {
    await aws.stop();
    throw error;
  }
}

/**
 * Deploys the stack with keys for log groups and the topics, with metric filters, organization
 * trails and a topic for chat, so that the role has their permissions.
 * @param changes parameters with other values
 */
export async function deployIn(
  { aws, keys, administrator }: Stage,
  Mode: 'fix' | 'dry-run',
  changes: Readonly<Record<string, string>> = {},
): Promise<StackOutputs> {
  const parameters = {
    SettleSeconds: '0',
    DeliveryRole: 'per-trail',
    SweepMinutes: '60',
    MetricFilters: 'cis',
    OrganizationTrails: 'true',
    ChatTopic: 'create',
    LogGroupKmsKeyArn: keys.logGroups,
    TopicKmsKeyArn: keys.topic,
  };
  const outputs = await deployStack(aws, { Mode, ...parameters, ...changes });
  // The emulator's CloudFormation omits the key.
  const encrypted = { TopicArn: outputs['TopicArn'], AttributeName: 'KmsMasterKeyId', AttributeValue: keys.topic };
  await administrator.sns.send(new SetTopicAttributesCommand(encrypted));
  // The function reads the attributes of confirmed subscriptions.
  const Endpoint = `arn:aws:sqs:${aws.region}:${aws.account}:messages`;
  for (const TopicArn of [outputs['TopicArn'], outputs['ChatTopicArn']]) {
    await administrator.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
  }
  return outputs;
}

/** The inline policies of the function's role by name. It has no other policies. */
export async function policiesOf({ administrator }: Stage, roleArn: string): Promise<Readonly<Record<string, string>>> {
  return (await describeRole(administrator, roleArn)).policies;
}

/** An attacker with the credentials of a role: a session with SDK clients, and the credentials. */
export interface Attacker extends AwsSession {
  readonly credentials: { readonly accessKeyId: string; readonly sessionToken: string };
}

export const ATTACKER = 'attacker';

/** A session of a role, regardless of its trust policy. */
export async function attackerIn({ aws, api, where }: Stage, roleArn: string): Promise<Attacker> {
  const form = { Action: 'AssumeRole', RoleArn: roleArn, RoleSessionName: ATTACKER, Version: '2011-06-15' };
  const [, accessKeyId = '', sessionToken = ''] = SESSION_CREDENTIALS.exec(await api.query('sts', form, where)) ?? [];
  const credentials = { accessKeyId, sessionToken };
  return { ...sessionWith(aws, { ...credentials, secretAccessKey: 'test' }), credentials };
}
