import { DeleteResourcePolicyCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { type AwsSession, administratorOf, sessionWith } from '../../demo/sessions.ts';
import {
  type Notification,
  receiveAndDelete,
  type Subscriber,
  subscribe,
  subscribedQueue,
} from '../../demo/subscriber.ts';
import { makeBucket, makeTrail } from '../../demo/trails.ts';
import { until } from '../../demo/until.ts';
import { TRAIL_CHANGES_RULE } from '../../lambda/core/integration/names.ts';
import type { ChatCard } from '../../lambda/core/notification/chat-card.ts';
import { deploy, type StackOutputs } from '../../local/deploy.ts';
import { type EmulatorApi, emulatorApi } from '../../local/emulator/api.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { publishedFormat } from '../lambda/core/notification/cards/published-format.ts';
import { bootstrapAccount } from '../support/deploy-stack.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';

const ANY = z.unknown();
const REGIONS = { regions: 'us-east-1,eu-west-1' };

let aws: LocalAws;
let api: EmulatorApi;
let administrator: AwsSession;
let outputs: StackOutputs;
let subscriber: Subscriber;
let cardQueue: string;
const cardsSoFar: ChatCard[] = [];

beforeAll(async () => {
  aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0 } });
  api = emulatorApi(new URL(aws.endpoint));
  administrator = administratorOf(aws);
  await bootstrapAccount(aws);
  outputs = await deploy(aws, { SettleSeconds: '0', ChatTopic: 'create' }, REGIONS);
  await makeTrail(administrator, 'all', await makeBucket(administrator, 'all'));
  await aws.settled();
  subscriber = await subscribe(administrator, outputs['TopicArn'] ?? '');
  cardQueue = await subscribedQueue(administrator, outputs['ChatTopicArn'] ?? '', 'cards');
});

afterAll(async () => {
  subscriber?.close();
  await aws?.stop();
});

const events = (operation: string, input: object, region = aws.region) =>
  api.json('events', `AWSEvents.${operation}`, { ...input }, { account: aws.account, region }, ANY);

/** An IAM user who may do everything. */
async function administratorUser(): Promise<AwsSession> {
  const { iam } = administrator;
  const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new CreateUserCommand({ UserName: 'mallory' }));
  await iam.send(new PutUserPolicyCommand({ UserName: 'mallory', PolicyName: 'own', PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'mallory' }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {};
  return sessionWith(aws, { accessKeyId, secretAccessKey });
}

/** The messages that did not pass the function, by the names of their members. */
function watched(): readonly Readonly<Record<string, string>>[] {
  const texts = subscriber.notifications().map(({ Message }) => Message);
  return texts.filter((text) => text.startsWith('{')).map((text) => JSON.parse(text));
}

/**
 * Waits for the message about a call, such as `DisableRule (events.amazonaws.com) in us-east-1`.
 */
function reported(call: string): Promise<Readonly<Record<string, string>>> {
  return until(`The message about ${call}`, async () => watched().find((one) => one['call'] === call), {
    withinMs: WAIT_LIMIT_MS,
  });
}

/** Waits for the card with such a title. */
function shown(title: RegExp): Promise<ChatCard> {
  return until(
    `The card ${title}`,
    async () => {
      const arrived = await receiveAndDelete<Notification>(administrator, cardQueue);
      cardsSoFar.push(...arrived.map(({ Message }) => JSON.parse(Message)));
      return cardsSoFar.find(({ content }) => title.test(content.title));
    },
    { withinMs: WAIT_LIMIT_MS },
  );
}

describe('without the function, the topic receives', () => {
  test('that a subscriber was added, with the caller', async () => {
    const subscription = { TopicArn: outputs['TopicArn'], Protocol: 'email', Endpoint: 'mallory@example.com' };
    await administrator.sns.send(new SubscribeCommand(subscription));
    expect(await reported('Subscribe (sns.amazonaws.com) in us-east-1')).toMatchObject({
      'ACTION NEEDED': 'Subscribe changed a topic of trailmend, a subscription to it, or an alarm.',
      caller: expect.stringMatching(/^Root .* from 127\.0\.0\.1$/),
    });
    const card = await shown(/^ACTION NEEDED: Subscribe changed a topic of trailmend/);
    expect(publishedFormat.safeParse(card).error).toBeUndefined();
  });

  test('that the target of the event rule got a constant input, and that the rule was disabled', async () => {
    const before = aws.calls().length;
    const Targets = [{ Id: 'Target0', Arn: `arn:aws:lambda:us-east-1:${aws.account}:function:f`, Input: '{}' }];
    await events('PutTargets', { Rule: TRAIL_CHANGES_RULE, Targets });
    expect(await reported('PutTargets (events.amazonaws.com) in us-east-1')).toMatchObject({
      'ACTION NEEDED': expect.stringContaining('PutTargets changed what starts or runs trailmend: an event rule'),
    });
    await events('DisableRule', { Name: TRAIL_CHANGES_RULE });
    await reported('DisableRule (events.amazonaws.com) in us-east-1');
    await aws.settled();
    const calls = aws.calls().slice(before);
    expect(calls.filter(({ caller }) => caller === 'function')).toEqual([]);
  });

  test('that the rule of a forwarder was disabled, by way of the hub', async () => {
    await events('DisableRule', { Name: TRAIL_CHANGES_RULE }, 'eu-west-1');
    await reported('DisableRule (events.amazonaws.com) in eu-west-1');
  });

  test('that the function got no concurrency', async () => {
    const path = `/2017-10-31/functions/${outputs['FunctionName']}/concurrency`;
    const body = JSON.stringify({ ReservedConcurrentExecutions: 0 });
    await api.rest('lambda', 'PUT', path, { account: aws.account, region: aws.region }, { body });
    await reported('PutFunctionConcurrency20171031 (lambda.amazonaws.com) in us-east-1');
  });
});

test('an administrator cannot write the ledger, and taking away its policy is reported', async () => {
  const { dynamoDb } = await administratorUser();
  const TableName = outputs['LedgerTableName'];
  const ResourceArn = `arn:aws:dynamodb:us-east-1:${aws.account}:table/${TableName}`;
  const put = new PutItemCommand({ TableName, Item: { pk: { S: 'planted' }, sk: { S: 'memory' } } });
  await expect(dynamoDb.send(put)).rejects.toThrow(
    /PutItem on resource: \S+Ledger\S+ with an explicit deny in a resource-based policy/,
  );
  await dynamoDb.send(new DeleteResourcePolicyCommand({ ResourceArn }));
  expect(await reported('DeleteResourcePolicy (dynamodb.amazonaws.com) in us-east-1')).toMatchObject({
    'ACTION NEEDED': expect.stringContaining('its ledger'),
    caller: expect.stringMatching(/^IAMUser mallory \(AIDA/),
  });
  await dynamoDb.send(put);
});

test('a call is reported once, and a call on another rule is not', async () => {
  await events('PutRule', { Name: 'theirs', EventPattern: '{"source":["theirs"]}' });
  await events('RemoveTargets', { Rule: 'trailmend-watch-roles', Ids: ['Target0'] });
  await reported('RemoveTargets (events.amazonaws.com) in us-east-1');
  await aws.settled();
  expect(watched().filter(({ call }) => call?.startsWith('PutRule'))).toEqual([]);
  expect(watched().filter(({ call }) => call?.startsWith('RemoveTargets'))).toHaveLength(1);
});
