import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeLogGroup, describeRole, describeTrail } from '../../demo/describe.ts';
import { type AwsSession, administratorOf } from '../../demo/sessions.ts';
import { type Subscriber, subscribe } from '../../demo/subscriber.ts';
import { makeBucket, makeTrail, trailArnOf } from '../../demo/trails.ts';
import { until } from '../../demo/until.ts';
import { deploy, destroy } from '../../local/deploy.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { bootstrapAccount } from '../support/deploy-stack.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';
import { namesFor } from './account.ts';

const REGIONS = { regions: 'us-east-1,eu-west-1' };
const TRAIL = 'e2e-elsewhere';

let aws: LocalAws;
/** The administrator in the Region of the forwarder. */
let elsewhere: AwsSession;
let subscriber: Subscriber;

beforeAll(async () => {
  aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0 } });
  const administrator = administratorOf(aws);
  elsewhere = administratorOf({ ...aws, region: 'eu-west-1' });
  await makeTrail(elsewhere, TRAIL, await makeBucket(elsewhere, TRAIL));
  await bootstrapAccount(aws);
  const { TopicArn = '' } = await deploy(aws, { SettleSeconds: '0' }, REGIONS);
  subscriber = await subscribe(administrator, TopicArn);
});

afterAll(async () => {
  subscriber?.close();
  await aws?.stop();
});

test('the hub repairs a trail in another Region, and the trail keeps its resources when the stacks are deleted', async () => {
  const blanks = { CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' };
  await elsewhere.cloudTrail.send(new UpdateTrailCommand({ Name: TRAIL, ...blanks }));
  const { record } = await until(
    'The message about the trail in the other Region',
    async () =>
      (await subscriber.received()).find(({ record: { trailArn } }) => trailArn === trailArnOf(elsewhere, TRAIL)),
    { withinMs: WAIT_LIMIT_MS },
  );
  const { logGroupArn, roleArn } = namesFor(elsewhere, TRAIL);
  expect(logGroupArn).toContain(':eu-west-1:');
  expect(record).toMatchObject({
    outcome: 'FIXED',
    trigger: { tampering: 'blanked' },
    after: { logGroupArn, roleArn },
  });
  const integrated = { logGroupArn, roleArn, isLogging: true };
  expect(await describeTrail(elsewhere, TRAIL)).toEqual(integrated);
  // The forwarder sends the event once, and the hub does not send it back.
  await aws.settled();
  expect((await subscriber.received()).map(({ record: { outcome } }) => outcome)).toEqual(['FIXED']);

  await destroy(aws, REGIONS);
  expect(await describeTrail(elsewhere, TRAIL)).toEqual(integrated);
  expect(await describeLogGroup(elsewhere, logGroupArn)).toMatchObject({ retentionDays: 365 });
  expect((await describeRole(elsewhere, roleArn)).boundary?.document).toContain('logs:PutLogEvents');
});
