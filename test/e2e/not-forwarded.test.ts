import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PurgeQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { type AwsSession, administratorOf } from '../../demo/sessions.ts';
import { type Subscriber, subscribe } from '../../demo/subscriber.ts';
import { runSweep } from '../../demo/sweep.ts';
import { makeBucket, makeTrail } from '../../demo/trails.ts';
import { until } from '../../demo/until.ts';
import { TRAIL_CHANGES_RULE } from '../../lambda/core/integration/names.ts';
import { deploy, type StackOutputs } from '../../local/deploy.ts';
import { emulatorApi } from '../../local/emulator/api.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { bootstrapAccount } from '../support/deploy-stack.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';

const REGION = 'eu-west-1';
const TRAIL = 'e2e-not-forwarded';
const TARGETS = z.object({ Targets: z.array(z.object({ RoleArn: z.string() })) });

let aws: LocalAws;
/** The administrator in the Region of the forwarder. */
let elsewhere: AwsSession;
let outputs: StackOutputs;
let subscriber: Subscriber;

beforeAll(async () => {
  aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0 } });
  elsewhere = administratorOf({ ...aws, region: REGION });
  await makeTrail(elsewhere, TRAIL, await makeBucket(elsewhere, TRAIL));
  await bootstrapAccount(aws);
  outputs = await deploy(aws, { SettleSeconds: '0' }, { regions: `us-east-1,${REGION}` });
  subscriber = await subscribe(administratorOf(aws), outputs['TopicArn'] ?? '');
});

afterAll(async () => {
  subscriber?.close();
  await aws?.stop();
});

/** The outcomes of a sweep about the Region of the forwarder. */
async function sweptRegion() {
  const outcomes = await runSweep({ aws, functionName: outputs['FunctionName'] ?? '' });
  return outcomes.filter(({ subject }) => subject.kind === 'region' && subject.region === REGION);
}

/** The subjects of the messages about that Region, when there are this many. */
function subjects(count: number): Promise<readonly string[]> {
  return until(
    `${count} messages about ${REGION}`,
    async () => {
      const messages = (await subscriber.received()).filter(({ record }) => record.subject.kind === 'region');
      return messages.length >= count ? messages.map(({ subject }) => subject) : undefined;
    },
    { withinMs: WAIT_LIMIT_MS },
  );
}

async function forwarderRoleName(): Promise<string> {
  const api = emulatorApi(new URL(aws.endpoint));
  const rule = { Rule: TRAIL_CHANGES_RULE };
  const { Targets } = await api.json('events', 'AWSEvents.ListTargetsByRule', rule, elsewhere, TARGETS);
  return Targets[0]?.RoleArn.split('/').at(-1) ?? '';
}

test('a sweep reports an event that was not forwarded, until the dead-letter queue is empty', async () => {
  expect(await sweptRegion()).toEqual([]);

  const denial = { RoleName: await forwarderRoleName(), PolicyName: 'closed' };
  const Statement = [{ Effect: 'Deny', Action: 'events:PutEvents', Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await elsewhere.iam.send(new PutRolePolicyCommand({ ...denial, PolicyDocument }));
  const blanks = { CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' };
  await elsewhere.cloudTrail.send(new UpdateTrailCommand({ Name: TRAIL, ...blanks }));
  await aws.settled();
  const QueueUrl = await until('The queue with the event', async () => (await sweptRegion())[0]?.queueUrl, {
    withinMs: WAIT_LIMIT_MS,
  });
  expect(await subjects(1)).toEqual([`ACTION NEEDED: events from ${REGION} did not reach trailmend`]);

  // An event that was received is in the queue until it is deleted.
  const { Messages } = await elsewhere.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], VisibilityTimeout: 3600 }),
  );
  expect(Messages?.[0]?.MessageAttributes).toMatchObject({ ERROR_CODE: { StringValue: 'NO_PERMISSIONS' } });
  expect(await sweptRegion()).toMatchObject([{ outcome: 'BLOCKED', reason: 'not-forwarded', queueUrl: QueueUrl }]);

  await elsewhere.iam.send(new DeleteRolePolicyCommand(denial));
  await elsewhere.sqs.send(new PurgeQueueCommand({ QueueUrl }));
  expect(await sweptRegion()).toMatchObject([{ outcome: 'COMPLIANT' }]);
  expect((await subjects(2)).slice(1)).toEqual([
    `INFO: issue resolved in ${REGION}: The queue trailmend-not-forwarded is empty`,
  ]);
});
