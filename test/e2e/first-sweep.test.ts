import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeTrail } from '../../demo/describe.ts';
import { readFunctionLog } from '../../demo/function-log.ts';
import { type AwsSession, administratorOf } from '../../demo/sessions.ts';
import { type Notification, receiveAndDelete, subscribedQueue } from '../../demo/subscriber.ts';
import { makeBucket, makeTrail } from '../../demo/trails.ts';
import { until } from '../../demo/until.ts';
import { type OutcomeRecord, outcomeRecordSchema } from '../../lambda/core/model/outcome.ts';
import type { ChatCard } from '../../lambda/core/notification/chat-card.ts';
import type { StackOutputs } from '../../local/deploy.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { publishedFormat } from '../lambda/core/notification/cards/published-format.ts';
import { bootstrapAccount, deployStack } from '../support/deploy-stack.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';
import { namesFor } from './account.ts';

const TRAIL = 'from-before';

let aws: LocalAws;
let administrator: AwsSession;

beforeAll(async () => {
  // Calls become no events, so that only a sweep can find the trail.
  aws = await startLocalAws({
    cloudTrail: { roleVisibleAfterMs: 0 },
    recording: { disturbances: [{ does: 'lose' }], stackEvents: true },
  });
  administrator = administratorOf(aws);
  await bootstrapAccount(aws);
  await makeTrail(administrator, TRAIL, await makeBucket(administrator, TRAIL));
});

afterAll(() => aws?.stop());

const sweeps = () =>
  aws.calls().filter(({ caller, operation }) => caller === 'function' && operation === 'DescribeRegions');

/**
 * The function and its log group, as the stack made them. The local AWS does not tell the key of a
 * table.
 */
async function deployedFunction({ FunctionName = '' }: StackOutputs) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new LambdaClient({ region: aws.region, endpoint: aws.endpoint, credentials });
  const { Architectures, LoggingConfig } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
  client.destroy();
  const logGroupNamePrefix = LoggingConfig?.LogGroup ?? '';
  const { logGroups } = await administrator.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
  return { Architectures, logKey: logGroups?.[0]?.kmsKeyId };
}

/** Waits for such a message in a queue that is subscribed to a topic. */
async function received<T>(queueUrl: string, isWanted: (message: T) => boolean): Promise<T> {
  const all: T[] = [];
  const find = async () => {
    const arrived = await receiveAndDelete<Notification>(administrator, queueUrl);
    all.push(...arrived.map(({ Message }) => JSON.parse(Message)));
    return all.find(isWanted);
  };
  return until('The message', find, { withinMs: WAIT_LIMIT_MS });
}

test('a deployment starts a sweep, and so does its change from dry-run to fix, which repairs at once, with a card for chat and a record', async () => {
  const DataKmsKeyArn = `arn:aws:kms:${aws.region}:${aws.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const outputs = await deployStack(aws, {
    Mode: 'dry-run',
    Architecture: 'x86_64',
    DataKmsKeyArn,
    ChatTopic: 'create',
  });
  const cards = await subscribedQueue(administrator, outputs['ChatTopicArn'] ?? '', 'cards');
  const outcomes = await subscribedQueue(administrator, outputs['TopicArn'] ?? '', 'outcomes');
  expect(await deployedFunction(outputs)).toEqual({ Architectures: ['x86_64'], logKey: DataKmsKeyArn });
  // A deployment would interrupt a sweep, and Lambda would start it again.
  const reported = async () =>
    (await readFunctionLog(administrator)).find((line) => line.kind === 'outcome' && line.record.trailArn);
  await until('The report of the first sweep', reported, { withinMs: WAIT_LIMIT_MS });
  expect(await describeTrail(administrator, TRAIL)).toMatchObject({ logGroupArn: undefined });

  await deployStack(aws, { Mode: 'fix' });
  const repaired = async () => {
    const trail = await describeTrail(administrator, TRAIL);
    return trail.logGroupArn === namesFor(administrator, TRAIL).logGroupArn || undefined;
  };
  await until('The repair of the trail', repaired, { withinMs: WAIT_LIMIT_MS });
  expect(sweeps().length).toBe(2);

  const card = await received<ChatCard>(cards, ({ content }) => content.title.startsWith('REPAIRED: '));
  expect(publishedFormat.safeParse(card).error).toBeUndefined();
  const record = await received<OutcomeRecord>(outcomes, ({ id }) => id === card.id);
  expect(outcomeRecordSchema.parse(record)).toMatchObject({ outcome: 'FIXED', subject: { name: TRAIL } });
});
