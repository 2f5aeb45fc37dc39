import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeRole, describeTrail } from '../../demo/describe.ts';
import { type AwsSession, administratorOf } from '../../demo/sessions.ts';
import { type Subscriber, subscribe } from '../../demo/subscriber.ts';
import { makeBucket, makeTrail } from '../../demo/trails.ts';
import { until } from '../../demo/until.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { bootstrapAccount, deployStack } from '../support/deploy-stack.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';
import { namesFor } from './account.ts';

const TRAIL = 'e2e-organization';

let aws: LocalAws;
let administrator: AwsSession;
let subscriber: Subscriber;

beforeAll(async () => {
  aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0 } });
  administrator = administratorOf(aws);
  const { Organization } = await administrator.organizations.send(new DescribeOrganizationCommand({}));
  await makeTrail(administrator, TRAIL, await makeBucket(administrator, TRAIL, Organization?.Id));
  await bootstrapAccount(aws);
  const { TopicArn = '' } = await deployStack(aws, { SettleSeconds: '0', OrganizationTrails: 'true' });
  subscriber = await subscribe(administrator, TopicArn);
});

afterAll(async () => {
  subscriber?.close();
  await aws?.stop();
});

test('an organization trail is repaired in the management account, with the log streams of the members', async () => {
  await administrator.cloudTrail.send(new UpdateTrailCommand({ Name: TRAIL, IsOrganizationTrail: true }));
  const { record } = await until(
    'The message about the organization trail',
    async () => (await subscriber.received())[0],
    { withinMs: WAIT_LIMIT_MS },
  );
  const { logGroupArn, roleArn } = namesFor(administrator, TRAIL);
  expect(record).toMatchObject({ outcome: 'FIXED', after: { logGroupArn, roleArn } });
  expect(await describeTrail(administrator, TRAIL)).toEqual({ logGroupArn, roleArn, isLogging: true });

  const { Organization } = await administrator.organizations.send(new DescribeOrganizationCommand({}));
  const { policies } = await describeRole(administrator, roleArn);
  const streams = `arn:aws:logs:us-east-1:${aws.account}:log-group:/trailmend/${TRAIL}:log-stream`;
  expect(JSON.parse(policies['trailmend-delivery'] ?? '').Statement[0].Resource).toEqual([
    `${streams}:${aws.account}_CloudTrail_us-east-1*`,
    `${streams}:${Organization?.Id}_*`,
  ]);
});
