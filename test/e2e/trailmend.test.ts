import { StartLoggingCommand, StopLoggingCommand, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeLogGroup, describeRole, describeTrail } from '../../demo/describe.ts';
import { trailArnOf } from '../../demo/trails.ts';
import { eventually, Scene } from '../../local/test/support/scene.ts';
import { deployStack } from '../support/deploy-stack.ts';
import { type Account, accountWithTrailmend, namesFor } from './account.ts';

const REPAIR = ['CreateLogGroup', 'PutRetentionPolicy', 'CreateRole', 'PutRolePolicy', 'UpdateTrail'];

/** CloudTrail does not see the new role yet: it refuses the first UpdateTrail of the function. */
const ROLE_NOT_VISIBLE = {
  service: 'cloudtrail',
  operation: 'UpdateTrail',
  caller: 'function',
  fault: {
    kind: 'error',
    effect: 'before',
    code: 'InvalidCloudWatchLogsLogGroupArnException',
    message: 'Access denied. Verify in IAM that the role has adequate permissions.',
    status: 400,
  },
} as const;

/** A trail for each test, so that tests can run in any order. */
const TRAILS = {
  changed: 'e2e-changed',
  group: 'e2e-group',
  role: 'e2e-role',
  own: 'e2e-own',
  second: 'e2e-second',
  stopped: 'e2e-stopped',
  blanked: 'e2e-blanked',
  event: 'e2e-event',
  planned: 'e2e-planned',
};

let here: Account;

beforeAll(async () => {
  here = await accountWithTrailmend(Object.values(TRAILS));
});

afterAll(() => here?.close());

describe('in mode fix', () => {
  beforeAll(async () => {
    await deployStack(here.aws, { Mode: 'fix' });
  });

  test('trailmend integrates a trail without delivery after any change to it, and reports it', async () => {
    const { engineer } = here;
    const sam = `arn:aws:iam::${engineer.account}:user/sam`;
    const trail = TRAILS.changed;
    here.aws.faults.set([ROLE_NOT_VISIBLE]);
    await here.change(trail);
    const { subject, text, record } = await here.messageAbout(trail, 'FIXED', 'UpdateTrail');

    const { logGroupArn, roleArn } = namesFor(engineer, trail);
    expect(await describeTrail(engineer, trail)).toEqual({ logGroupArn, roleArn, isLogging: true });
    expect(record).toMatchObject({
      version: 2,
      mode: 'fix',
      trigger: { actor: { type: 'IAMUser', name: sam } },
      before: { logGroupArn: '', roleArn: '' },
      after: { logGroupArn, roleArn },
    });
    // In one run: a retry by Lambda would hide that a run does not wait for the role.
    const update = record.applied.find(({ step }) => step.operation === 'UpdateTrail');
    expect(update?.attempts).toBeGreaterThan(1);
    expect(here.aws.faults.clear()).toMatchObject([{ state: 'used-up' }]);
    expect(subject).toContain(`REPAIRED: CloudWatch Logs delivery missing on trail ${trail}`);
    expect(text).toContain(`Last change: ${sam} (IAMUser)`);
  });

  test('its log group keeps events for 365 days and has the tag', async () => {
    const { administrator } = here;
    const trail = TRAILS.group;
    await here.change(trail);
    await here.messageAbout(trail, 'FIXED', 'UpdateTrail');
    expect(await describeLogGroup(administrator, namesFor(administrator, trail).logGroupArn)).toEqual({
      name: `/trailmend/${trail}`,
      retentionDays: 365,
      tags: { 'trailmend:trail': trailArnOf(administrator, trail) },
    });
  });

  test('its role is limited to CloudTrail and the log streams of this trail, within the boundary', async () => {
    const { administrator, outputs } = here;
    const { account, region } = administrator;
    const trail = TRAILS.role;
    await here.change(trail);
    await here.messageAbout(trail, 'FIXED', 'UpdateTrail');
    const { roleArn } = namesFor(administrator, trail);
    const role = await describeRole(administrator, roleArn);
    expect({ ...role, trust: JSON.parse(role.trust) }).toEqual({
      arn: roleArn,
      trust: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      policies: { 'trailmend-delivery': expect.any(String) },
      boundary: { arn: outputs['DeliveryRoleBoundaryArn'], document: expect.any(String) },
      tags: { 'trailmend:trail': trailArnOf(administrator, trail) },
    });
    expect(JSON.parse(role.policies['trailmend-delivery'] ?? '')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: `arn:aws:logs:${region}:${account}:log-group:/trailmend/${trail}:log-stream:${account}_CloudTrail_${region}*`,
        },
      ],
    });
  });

  test('the event of its own UpdateTrail reaches the function and causes no AWS call', async () => {
    const trail = TRAILS.own;
    await here.change(trail);
    await here.messageAbout(trail, 'FIXED', 'UpdateTrail');
    // The only failed calls that the rule matches are denied ones.
    const own = here.aws
      .calls()
      .filter(({ caller, operation, status }) => caller === 'function' && causesEvent(operation) && status === 200);
    await here.ownChangesIgnored(own.length);
    // The last calls of the repair publish the outcome, and update the ledger and its list of
    // trails.
    const ending = here.callsAbout(trail).slice(-4);
    expect([...ending.slice(0, 2).toSorted(), ...ending.slice(2)]).toEqual([
      'Publish',
      'PutEvents',
      'UpdateItem',
      'UpdateItem',
    ]);
    expect(here.callsAbout(trail).filter(isPublish)).toHaveLength(1);
  });

  test('a second event about an integrated trail causes no write and no message', async () => {
    const trail = TRAILS.second;
    await here.change(trail);
    await here.messageAbout(trail, 'FIXED', 'UpdateTrail');
    const repair = here.writesAbout(trail);
    expect(new Set(repair)).toEqual(new Set(REPAIR));
    await here.engineer.cloudTrail.send(new StartLoggingCommand({ Name: trail }));
    expect(await here.outcomeOf(trail, 'StartLogging')).toBe('COMPLIANT');
    expect(here.writesAbout(trail)).toEqual(repair);
    expect(here.callsAbout(trail).filter(isPublish)).toHaveLength(1);
  });

  test('trailmend restarts a stopped trail, and reports who stopped it', async () => {
    const { engineer } = here;
    const sam = `arn:aws:iam::${engineer.account}:user/sam`;
    const trail = TRAILS.stopped;
    await here.change(trail);
    await here.messageAbout(trail, 'FIXED', 'UpdateTrail');
    const repair = here.writesAbout(trail);
    await engineer.cloudTrail.send(new StopLoggingCommand({ Name: trail }));
    const { record, text } = await here.messageAbout(trail, 'FIXED', 'StopLogging');
    expect((await describeTrail(engineer, trail)).isLogging).toBe(true);
    expect(new Set(repair)).toEqual(new Set(REPAIR));
    expect(new Set(here.writesAbout(trail).slice(repair.length))).toEqual(new Set(['StartLogging']));
    expect(record.trigger).toMatchObject({ tampering: 'stopped', actor: { name: sam } });
    expect(text).toContain(`Who did it: ${sam} (IAMUser)`);
  });

  test('trailmend integrates a blanked trail again, and reports it', async () => {
    const { engineer } = here;
    const trail = TRAILS.blanked;
    const blanks = { CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' };
    await engineer.cloudTrail.send(new UpdateTrailCommand({ Name: trail, ...blanks }));
    const { record } = await here.messageAbout(trail, 'FIXED', 'UpdateTrail');
    expect(record.trigger).toMatchObject({ tampering: 'blanked' });
    expect(await describeTrail(engineer, trail)).toMatchObject(namesFor(engineer, trail));
  });

  test('a rule on the default event bus sends the outcome to a queue, with the record of the message', async () => {
    const { account, region } = here.engineer;
    const trail = TRAILS.event;
    const scene = new Scene(here.aws, { account, region });
    const queue = await scene.queue('outcome-events');
    const trailArn = trailArnOf(here.engineer, trail);
    const pattern = { source: ['trailmend'], 'detail-type': ['Trail Outcome'], detail: { trailArn: [trailArn] } };
    await scene.rule('outcome-events', queue.arn, undefined, { EventPattern: JSON.stringify(pattern) });
    await here.change(trail);
    const { record } = await here.messageAbout(trail, 'FIXED', 'UpdateTrail');
    const received = await eventually('the event', () => scene.receive(queue));
    expect(received.body).toMatchObject({ source: 'trailmend', 'detail-type': 'Trail Outcome', account, region });
    expect(received.body['detail']).toEqual(record);
    expect(await scene.receive(queue)).toBeUndefined();
  });
});

describe('in mode dry-run', () => {
  beforeAll(async () => {
    await deployStack(here.aws, { Mode: 'dry-run' });
  });

  test('trailmend writes nothing, and the message contains the plan', async () => {
    const { engineer } = here;
    const trail = TRAILS.planned;
    await here.change(trail);
    const { record, text } = await here.messageAbout(trail, 'WOULD_FIX', 'UpdateTrail');

    expect(here.writesAbout(trail)).toEqual([]);
    const { logGroupArn, roleArn } = namesFor(engineer, trail);
    expect(await describeLogGroup(here.administrator, logGroupArn)).toBeUndefined();
    expect(await describeTrail(engineer, trail)).toMatchObject({ logGroupArn: undefined, roleArn: undefined });
    expect(record.plan.steps.map(({ operation }) => operation).toSorted()).toEqual(REPAIR.toSorted());
    expect(record.plan.steps.at(-1)).toMatchObject({
      operation: 'UpdateTrail',
      input: {
        Name: trailArnOf(engineer, trail),
        CloudWatchLogsLogGroupArn: logGroupArn,
        CloudWatchLogsRoleArn: roleArn,
      },
    });
    expect(text).toContain(`aws cloudtrail update-trail --name ${trailArnOf(engineer, trail)}`);
  });
});

test('the deployment refuses a retention that CloudWatch Logs does not support, and names it', async () => {
  await expect(deployStack(here.aws, { RetentionDays: '366' })).rejects.toThrow(/RetentionDays.*366/);
});

/** Whether a write of trailmend causes an event. */
function causesEvent(operation: string): boolean {
  return operation === 'UpdateTrail' || operation === 'StartLogging';
}

function isPublish(operation: string): boolean {
  return operation === 'Publish';
}
