import {
  CreateTrailCommand,
  GetTrailCommand,
  StartLoggingCommand,
  UpdateTrailCommand,
  type UpdateTrailCommandInput,
} from '@aws-sdk/client-cloudtrail';
import { CreateLogGroupCommand, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { describeTrail } from '../../demo/describe.ts';
import { type AwsSession, administratorOf } from '../../demo/sessions.ts';
import { makeBucket, makeTrail, trailArnOf } from '../../demo/trails.ts';
import type { Ports } from '../../lambda/app/ports.ts';
import { RETRY_BUDGET_MS } from '../../lambda/app/retry.ts';
import { clientsFor } from '../../lambda/aws/clients.ts';
import { readRepairFacts } from '../../lambda/aws/read/repair-facts.ts';
import { readTrailFacts } from '../../lambda/aws/read/trail-facts.ts';
import { performStep } from '../../lambda/aws/write/perform-step.ts';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import type { Settings } from '../../lambda/core/model/settings.ts';
import type { CloudTrailOptions } from '../../local/cloudtrail/cloudtrail.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { bucketPolicy } from '../support/bucket-policy.ts';
import { portsWith } from '../support/ports.ts';
import { runOnce } from '../support/run-once.ts';

const ROLE_VISIBLE_AFTER_MS = 8_000;

/**
 * The time of CloudTrail and of trailmend, in milliseconds since the epoch. No wait takes real
 * time.
 */
const time = { now: Date.now() };
let aws: LocalAws | undefined;
let administrator: AwsSession;

async function start(options: CloudTrailOptions = {}): Promise<void> {
  await aws?.stop();
  const clock = { now: () => time.now, random: () => 0.5 };
  aws = await startLocalAws({ cloudTrail: { ...options, clock } });
  administrator = administratorOf(aws);
}

afterAll(() => aws?.stop());

const trusting = (Service: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
  });

describe('a manual integration in the order role, log group, trail', () => {
  const RoleName = 'CloudTrail_CloudWatchLogs_Role';
  const group = 'CloudTrail/logs';
  let roleArn: string;
  let groupArn: string;

  beforeAll(async () => {
    await start();
    const { account, region } = administrator;
    roleArn = `arn:aws:iam::${account}:role/${RoleName}`;
    groupArn = `arn:aws:logs:${region}:${account}:log-group:${group}`;
  });

  const integrate = (input: Partial<UpdateTrailCommandInput> = {}) =>
    administrator.cloudTrail.send(
      new UpdateTrailCommand({
        Name: 'audit',
        CloudWatchLogsLogGroupArn: `${groupArn}:*`,
        CloudWatchLogsRoleArn: roleArn,
        ...input,
      }),
    );

  /**
   * Before each step succeeds, the test makes it too early or with a mistake. It reads from top to
   * bottom.
   */
  test('is refused as in AWS while a step is wrong, and succeeds when all steps are correct', async () => {
    const { cloudTrail, iam, logs, s3 } = administrator;
    const create = () => cloudTrail.send(new CreateTrailCommand({ Name: 'audit', S3BucketName: 'audit-logs' }));
    await expect(create()).rejects.toMatchObject({
      name: 'S3BucketDoesNotExistException',
      message: 'S3 bucket audit-logs does not exist!',
    });
    await s3.send(new CreateBucketCommand({ Bucket: 'audit-logs' }));
    await expect(create()).rejects.toMatchObject({
      name: 'InsufficientS3BucketPolicyException',
      message: 'Incorrect S3 bucket policy is detected for bucket: audit-logs',
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket: 'audit-logs', Policy: bucketPolicy('audit-logs') }));
    await create();
    await cloudTrail.send(new StartLoggingCommand({ Name: 'audit' }));

    const NOT_TRUSTED = {
      name: 'InvalidCloudWatchLogsRoleArnException',
      message: 'Access denied. Verify in IAM that the role has adequate trust relationships.',
    };
    await expect(integrate()).rejects.toMatchObject(NOT_TRUSTED);
    const forEc2 = trusting('ec2.amazonaws.com');
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: forEc2 }));
    time.now += ROLE_VISIBLE_AFTER_MS;
    await expect(integrate()).rejects.toMatchObject(NOT_TRUSTED);
    const forCloudTrail = trusting('cloudtrail.amazonaws.com');
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: forCloudTrail }));
    await expect(integrate()).rejects.toMatchObject(NOT_TRUSTED);
    time.now += ROLE_VISIBLE_AFTER_MS;

    const NOT_PERMITTED = {
      name: 'InvalidCloudWatchLogsLogGroupArnException',
      message: 'Access denied. Verify in IAM that the role has adequate permissions.',
    };
    await expect(integrate()).rejects.toMatchObject(NOT_PERMITTED);
    const PolicyDocument = deliveryPolicy(groupArn);
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'delivery', PolicyDocument }));
    await expect(integrate()).rejects.toMatchObject(NOT_PERMITTED);
    time.now += ROLE_VISIBLE_AFTER_MS;

    const NOT_A_GROUP = {
      name: 'InvalidCloudWatchLogsLogGroupArnException',
      message: 'CloudTrail cannot validate the specified log group ARN.',
    };
    await expect(integrate()).rejects.toMatchObject(NOT_A_GROUP);
    await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
    await expect(integrate({ CloudWatchLogsLogGroupArn: groupArn })).rejects.toMatchObject(NOT_A_GROUP);
    await expect(integrate({ CloudWatchLogsRoleArn: undefined })).rejects.toMatchObject({
      name: 'InvalidCloudWatchLogsRoleArnException',
      message: 'You must specify a role ARN as well as a log group.',
    });
    await expect(integrate({ Name: 'audits' })).rejects.toMatchObject({ name: 'TrailNotFoundException' });

    expect(await describeTrail(administrator, 'audit')).toMatchObject({ logGroupArn: undefined, roleArn: undefined });
    await integrate();
    expect(await describeTrail(administrator, 'audit')).toMatchObject({ logGroupArn: `${groupArn}:*`, roleArn });

    await integrate({ CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: undefined });
    expect(await describeTrail(administrator, 'audit')).toMatchObject({ logGroupArn: undefined, roleArn });
    await integrate({ CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' });
    expect(await describeTrail(administrator, 'audit')).toMatchObject({ logGroupArn: undefined, roleArn: undefined });
  });
});

describe.each(['current', 'earlier'] as const)('trailmend, with the %s error messages of CloudTrail,', (wording) => {
  let trails = 0;
  let trail: string;
  let settings: Settings;

  beforeAll(async () => {
    await start({ wording });
    const { Policy } = await administrator.iam.send(
      new CreatePolicyCommand({ PolicyName: 'boundary', Path: '/trailmend/', PolicyDocument: deliveryPolicy('*') }),
    );
    settings = {
      mode: 'fix',
      account: administrator.account,
      organizationTrails: false,
      retentionDays: 365,
      restartLogging: 'seen',
      logGroupPrefix: '/trailmend/',
      excludedTrails: '',
      dataEventTrails: 'notify',
      metricFilters: 'none',
      deliveryRoleBoundaryArn: Policy?.Arn ?? '',
    };
  });

  beforeEach(async () => {
    trails += 1;
    trail = `${wording}-${trails}`;
    await makeTrail(administrator, trail, await makeBucket(administrator, trail));
  });

  /** A run in this process, with the clock of CloudTrail. */
  function repair(before: (operation: string) => Promise<void> = async () => {}): Promise<OutcomeRecord> {
    const { account, region, cloudTrail, dynamoDb, logs, iam, organizations, sns } = administrator;
    const clients = {
      ...clientsFor(region),
      cloudTrail: () => cloudTrail,
      dynamoDb: () => dynamoDb,
      logs: () => logs,
      iam: () => iam,
      organizations: () => organizations,
      sns: () => sns,
    };
    const arn = trailArnOf(administrator, trail);
    const perform: Ports['perform'] = async (step) => {
      // The role is visible to CloudTrail two seconds before its permissions.
      if (step.operation === 'PutRolePolicy') time.now += 2_000;
      await before(step.operation);
      return performStep(clients, step, region);
    };
    return runOnce(
      {
        id: { arn, partition: 'aws', region, account, name: trail },
        trigger: {
          kind: 'event',
          eventName: 'UpdateTrail',
          eventId: 'e2e',
          eventTime: new Date(time.now).toISOString(),
          actor: { type: 'Root', name: 'root' },
        },
        settings,
        settleSeconds: 20,
      },
      portsWith({
        observe: (id, now, history) => readTrailFacts(clients, settings, id, now, history),
        observeForRepair: (facts, acceptedGroupArn) => readRepairFacts(clients, settings, facts, acceptedGroupArn),
        perform,
        clock: { now: () => time.now, random: () => 0.5, sleep: advance },
      }),
    );
  }

  test('retries until the new role is visible to CloudTrail, and then integrates the trail', async () => {
    const startedAt = time.now;
    const { outcome, applied } = await repair();
    expect(outcome).toBe('FIXED');
    expect(time.now - startedAt).toBeGreaterThanOrEqual(ROLE_VISIBLE_AFTER_MS);
    expect(applied.at(-1)).toMatchObject({ step: { operation: 'UpdateTrail' }, result: 'done' });
    const { Trail } = await administrator.cloudTrail.send(new GetTrailCommand({ Name: trail }));
    expect(Trail?.CloudWatchLogsLogGroupArn).toMatch(/:log-group:\/trailmend\/.*:\*$/);
  });

  test('does not retry what CloudTrail never accepts', async () => {
    const startedAt = time.now;
    const { outcome, applied } = await repair(async (operation) => {
      if (operation !== 'UpdateTrail' || time.now === startedAt) return;
      // A user deletes the log group while the role is not visible to CloudTrail yet.
      const DeleteLogGroup = new DeleteLogGroupCommand({ logGroupName: `/trailmend/${trail}` });
      await administrator.logs.send(DeleteLogGroup).catch(() => {});
    });
    expect(outcome).toBe('FAILED');
    expect(applied.at(-1)).toMatchObject({
      step: { operation: 'UpdateTrail' },
      result: 'failed',
      error: {
        code: 'InvalidCloudWatchLogsLogGroupArnException',
        message: expect.not.stringMatching(/^Access denied/),
      },
    });
    expect(time.now - startedAt).toBeLessThan(RETRY_BUDGET_MS / 2);
  });
});

async function advance(ms: number): Promise<void> {
  time.now += ms;
}

/** @param groupArn without `:*` */
function deliveryPolicy(groupArn: string): string {
  const Resource = groupArn === '*' ? '*' : `${groupArn}:log-stream:*`;
  const Action = ['logs:CreateLogStream', 'logs:PutLogEvents'];
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
}
