import {
  CloudTrailClient,
  CloudTrailServiceException,
  StartLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { performStep } from '../../../../lambda/aws/write/perform-step.ts';
import { TRUST_DOCUMENT } from '../../../../lambda/core/integration/delivery-role.ts';
import type { Operation, Step, StepInput } from '../../../../lambda/core/model/step.ts';
import { mocked } from '../mocked.ts';

const cloudTrail = mocked(CloudTrailClient);
const logs = mocked(CloudWatchLogsClient);
const iam = mocked(IAMClient);
const perform = (step: Step) => performStep(clientsFor('eu-west-1'), step, 'us-east-1');

const INPUTS: { readonly [O in Operation]: StepInput<O> } = {
  StartLogging: { Name: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/audit' },
  CreateLogGroup: {
    logGroupName: '/trailmend/audit',
    kmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/mrk-1',
    tags: { 'trailmend:trail': 'arn:aws:cloudtrail:us-east-1:111122223333:trail/audit' },
  },
  PutRetentionPolicy: { logGroupName: '/trailmend/audit', retentionInDays: 365 },
  PutMetricFilter: {
    logGroupName: '/trailmend/audit',
    filterName: 'trailmend-RootUse',
    filterPattern: '{ $.a = "x" }',
    metricTransformations: [{ metricName: 'RootUse', metricNamespace: 'Trailmend', metricValue: '1' }],
  },
  CreateRole: {
    RoleName: 'trailmend-audit-us-east-1-01234567-1',
    Path: '/trailmend/',
    Description: 'Lets CloudTrail deliver.',
    AssumeRolePolicyDocument: TRUST_DOCUMENT,
    PermissionsBoundary: 'arn:aws:iam::111122223333:policy/trailmend/boundary',
    Tags: [{ Key: 'trailmend:trail', Value: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/audit' }],
  },
  PutRolePolicy: { RoleName: 'trailmend-audit', PolicyName: 'trailmend-delivery', PolicyDocument: '{}' },
  UpdateTrail: {
    Name: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/audit',
    CloudWatchLogsLogGroupArn: 'arn:aws:logs:us-east-1:111122223333:log-group:/trailmend/audit:*',
    CloudWatchLogsRoleArn: 'arn:aws:iam::111122223333:role/trailmend/trailmend-audit',
  },
};

function step(operation: Operation): Step {
  return { operation, input: INPUTS[operation], needs: [], repairs: [] } as Step;
}

beforeEach(() => {
  const answer = { $metadata: { requestId: 'req-1' } };
  cloudTrail.reset().onAnyCommand().resolves(answer);
  logs.reset().onAnyCommand().resolves(answer);
  iam.reset().onAnyCommand().resolves(answer);
});

describe('performStep', () => {
  test.each([
    ['StartLogging', cloudTrail, StartLoggingCommand, 'us-east-1'],
    ['UpdateTrail', cloudTrail, UpdateTrailCommand, 'us-east-1'],
    ['CreateLogGroup', logs, CreateLogGroupCommand, 'us-east-1'],
    ['PutRetentionPolicy', logs, PutRetentionPolicyCommand, 'us-east-1'],
    ['PutMetricFilter', logs, PutMetricFilterCommand, 'us-east-1'],
    ['CreateRole', iam, CreateRoleCommand, 'eu-west-1'],
    ['PutRolePolicy', iam, PutRolePolicyCommand, 'eu-west-1'],
  ] as const)(
    "makes one call of %s, with exactly the step's input, in its Region",
    async (operation, mock, Command, region) => {
      expect(await perform(step(operation))).toEqual({ ok: true, value: { requestId: 'req-1' } });
      const [call, ...more] = [...cloudTrail.calls(), ...logs.calls(), ...iam.calls()];
      expect(more).toEqual([]);
      expect(mock.calls()).toHaveLength(1);
      expect(call?.args[0]).toBeInstanceOf(Command);
      expect(call?.args[0].input).toEqual(INPUTS[operation]);
      expect(await call?.thisValue.config.region()).toBe(region);
    },
  );

  test("returns AWS's error as it is", async () => {
    const message = 'Access denied. Check the trust relationships for your role.';
    const name = 'InvalidCloudWatchLogsRoleArnException';
    cloudTrail
      .on(UpdateTrailCommand)
      .rejects(new CloudTrailServiceException({ name, message, $fault: 'client', $metadata: { requestId: 'req-2' } }));
    expect(await perform(step('UpdateTrail'))).toEqual({
      ok: false,
      error: { operation: 'UpdateTrail', code: name, message, requestId: 'req-2' },
    });
  });

  test('has no request id when AWS gave none', async () => {
    cloudTrail.on(StartLoggingCommand).resolves({ $metadata: {} });
    expect(await perform(step('StartLogging'))).toEqual({ ok: true, value: {} });
  });
});
