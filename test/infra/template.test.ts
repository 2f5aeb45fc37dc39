import { beforeAll, describe, expect, test } from '@jest/globals';
import { MONITORING_FILTERS } from '../../lambda/core/integration/cis-filters.ts';
import { filterPattern } from '../../local/logs/filter-pattern.ts';
import { idleCost } from '../../scripts/idle-cost.ts';
import { deployed } from './deployed.ts';
import { matches } from './event-pattern.ts';
import { type Resource, synthesized, type Template } from './synthesis.ts';

let template: Template;
beforeAll(async () => {
  ({ template } = (await synthesized()).alone);
});

const all = (values: Readonly<Record<string, string>> = {}) => deployed(template, values);
const one = (id: string, values: Readonly<Record<string, string>> = {}): Resource => {
  const found = all(values)[id];
  if (!found) throw new Error(`The stack has no ${id}`);
  return found;
};
const ofType = (
  type: string,
  values: Readonly<Record<string, string>> = {},
): readonly (readonly [string, Resource])[] => Object.entries(all(values)).filter(([, { Type }]) => Type === type);

describe('the function', () => {
  test('runs on Node.js 24 on arm64 with 512 MB', () => {
    expect(one('RemediatorFunction').Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Handler: 'index.handler',
    });
  });

  test('runs on x86_64 if the Region has no arm64', () => {
    expect(one('RemediatorFunction', { Architecture: 'x86_64' }).Properties['Architectures']).toEqual(['x86_64']);
  });

  test('has enough time for the settle time, the propagation of a role, and the rest of a run', () => {
    expect(one('RemediatorFunction').Properties['Timeout']).toBeGreaterThanOrEqual(60 + 120 + 120 + 60);
  });

  test('reserves no concurrency, which an account with a limit of 10 could not deploy', () => {
    expect(one('RemediatorFunction').Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test('is retried twice, and events that it fails to process go to the failure queue', () => {
    expect(one('RemediatorFunctionEventInvokeConfig').Properties).toMatchObject({
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 21600,
      DestinationConfig: { OnFailure: { Destination: 'RemediatorFailureQueue.Arn' } },
    });
  });

  test('has its own log group with a retention, which is retained when the stack is deleted', () => {
    expect(one('RemediatorFunction').Properties['LoggingConfig']).toMatchObject({ LogGroup: 'ref:RemediatorLog' });
    expect(one('RemediatorLog')).toMatchObject({
      Properties: { RetentionInDays: 365 },
      DeletionPolicy: 'RetainExceptOnCreate',
    });
  });

  test('has the role with the name and path of the contract', () => {
    expect(one('RemediatorFunction').Properties['Role']).toBe('FunctionRole.Arn');
    expect(one('FunctionRole').Properties).toMatchObject({
      RoleName: 'trailmend-function',
      Path: '/trailmend-function/',
    });
  });

  test('is created after the permissions that it always has', () => {
    expect(one('RemediatorFunction').DependsOn).toContain('FunctionRoleReads');
    const unconditional = Object.entries(template.Resources).filter(
      ([id, { Type, Condition }]) =>
        Type === 'AWS::IAM::Policy' && id.startsWith('FunctionRole') && Condition === undefined,
    );
    expect(unconditional.map(([id]) => id)).toEqual(['FunctionRoleReads']);
  });
});

describe('permissions boundaries', () => {
  const required = { PermissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/corporate' };

  test('the function has one only if the account requires it', () => {
    expect(one('FunctionRole').Properties).not.toHaveProperty('PermissionsBoundary');
    expect(one('FunctionRole', required).Properties['PermissionsBoundary']).toBe(required.PermissionsBoundaryArn);
  });

  test('the function knows the boundary of delivery roles', () => {
    const boundaryOf = (values = {}) =>
      one('RemediatorFunction', values).Properties['Environment'].Variables['DELIVERY_ROLE_BOUNDARY_ARN'];
    expect(boundaryOf()).toBe('ref:DeliveryRoleBoundary');
    expect(boundaryOf(required)).toBe(required.PermissionsBoundaryArn);
  });

  test('the boundary of trailmend allows CloudTrail streams to be written and nothing else', () => {
    const streams = 'arn:aws:logs:*:111122223333:log-group:*:log-stream';
    expect(one('DeliveryRoleBoundary').Properties['PolicyDocument'].Statement).toEqual([
      {
        Sid: 'WriteCloudTrailStreams',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: [`${streams}:111122223333_CloudTrail_*`, `${streams}:o-*`],
      },
    ]);
  });

  test('the boundary of trailmend is retained when the stack is deleted, and a new stack creates another one', () => {
    expect(one('DeliveryRoleBoundary')).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
    expect(one('DeliveryRoleBoundary').Properties['Path']).toBe('/trailmend/');
    expect(one('DeliveryRoleBoundary').Properties).not.toHaveProperty('ManagedPolicyName');
  });
});

describe('the topic', () => {
  const statements = () => one('TopicPolicy').Properties['PolicyDocument'].Statement;

  test('allows the alarms of this account to publish', () => {
    expect(statements()).toContainEqual({
      Sid: 'AlarmsMayPublish',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: 'ref:Topic',
      Condition: {
        StringEquals: { 'aws:SourceAccount': '111122223333' },
        ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*' },
      },
    });
  });

  test('denies every call without TLS', () => {
    expect(statements()).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  test('is encrypted only with the key that is set', () => {
    const TopicKmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1';
    expect(one('Topic').Properties).not.toHaveProperty('KmsMasterKeyId');
    expect(one('Topic', { TopicKmsKeyArn }).Properties['KmsMasterKeyId']).toBe(TopicKmsKeyArn);
  });

  test('has an email subscription if an address is set', () => {
    expect(ofType('AWS::SNS::Subscription')).toEqual([]);
    expect(one('TopicEmail', { NotificationEmail: 'ops@example.com' }).Properties).toEqual({
      Protocol: 'email',
      Endpoint: 'ops@example.com',
      TopicArn: 'ref:Topic',
    });
  });
});

test('the stack has at most 32 resources by default', () => {
  expect(Object.keys(all()).length).toBeLessThanOrEqual(32);
});

test('the stack costs less than 1 USD a month while no trail changes', () => {
  expect(idleCost(all()).total).toBeLessThan(1);
  expect(() => idleCost({ Key: { Type: 'AWS::KMS::Key', Properties: {} } })).toThrow(
    'The price of Key (AWS::KMS::Key)',
  );
  // The alarms of the metric filters. A metric costs only in hours with a datapoint.
  expect(idleCost(all({ MetricFilters: 'cis' })).total - idleCost(all()).total).toBeCloseTo(1.5);
});

test("the ledger and the function's log group are encrypted with the key that is set", () => {
  const DataKmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1';
  expect(one('Ledger').Properties).not.toHaveProperty('SSESpecification');
  expect(one('RemediatorLog').Properties).not.toHaveProperty('KmsKeyId');
  expect(one('Ledger', { DataKmsKeyArn }).Properties['SSESpecification']).toEqual({
    SSEEnabled: true,
    SSEType: 'KMS',
    KMSMasterKeyId: DataKmsKeyArn,
  });
  expect(one('RemediatorLog', { DataKmsKeyArn }).Properties['KmsKeyId']).toBe(DataKmsKeyArn);
});

test('every queue is encrypted, denies calls without TLS, and keeps its messages for 14 days', () => {
  const queues = ofType('AWS::SQS::Queue');
  expect(queues.map(([id]) => id).sort()).toEqual(['RemediatorFailureQueue', 'UndeliveredQueue']);
  for (const [id, { Properties }] of queues) {
    expect(Properties).toEqual({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 60 * 60 });
    expect(one(`${id}Policy`).Properties['PolicyDocument'].Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  }
});

test.each(['TrailChanges', 'Deployed'])('the event rule %s is allowed to send to its dead-letter queue', (rule) => {
  expect(one('UndeliveredQueuePolicy').Properties['PolicyDocument'].Statement).toContainEqual(
    expect.objectContaining({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Condition: { ArnEquals: { 'aws:SourceArn': `${rule}.Arn` } },
    }),
  );
});

const SWEEP_MINUTES = ['5', '15', '30', '60', '180', '360', '720', '1440'];

describe('the sweeps', () => {
  const alarm = (SweepMinutes: string) => one('SweepsStoppedAlarm', { SweepMinutes }).Properties;

  test.each(SWEEP_MINUTES)('start every %s minutes', (minutes) => {
    const { Properties } = one('SweepsSchedule', { SweepMinutes: minutes });
    expect(Properties).toMatchObject({
      ScheduleExpression: `rate(${minutes} minutes)`,
      FlexibleTimeWindow: { Mode: 'OFF' },
      GroupName: 'ref:SweepsGroup',
      Target: {
        Arn: 'RemediatorFunction.Arn',
        RoleArn: 'SweepsRole.Arn',
        Input: '{"kind":"sweep","due":"<aws.scheduler.scheduled-time>"}',
      },
    });
    // EventBridge Scheduler would wait for a start date.
    expect(Properties).not.toHaveProperty('StartDate');
    expect(Properties).not.toHaveProperty('State');
  });

  test('that cannot be started are retried, and then go to the dead-letter queue', () => {
    expect(one('SweepsSchedule').Properties['Target']).toMatchObject({
      DeadLetterConfig: { Arn: 'UndeliveredQueue.Arn' },
      RetryPolicy: { MaximumEventAgeInSeconds: 900, MaximumRetryAttempts: 185 },
    });
  });

  test('have a role with its policy before the first sweep, to invoke the function and to send to the dead-letter queue only', () => {
    expect(one('SweepsRole').Properties['Policies']).toEqual([
      {
        PolicyName: 'MayStart',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Sid: 'Start', Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: 'RemediatorFunction.Arn' },
            { Sid: 'GiveUp', Action: 'sqs:SendMessage', Effect: 'Allow', Resource: 'UndeliveredQueue.Arn' },
          ],
        },
      },
    ]);
    const policies = ofType('AWS::IAM::Policy').filter(([, { Properties }]) =>
      Properties['Roles'].includes('ref:SweepsRole'),
    );
    expect(policies).toEqual([]);
  });

  test('have a role that only this schedule group of this account can assume', () => {
    expect(one('SweepsRole').Properties['AssumeRolePolicyDocument'].Statement).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '111122223333', 'aws:SourceArn': 'SweepsGroup.Arn' } },
      },
    ]);
  });

  test('have a role with the boundary that the account requires', () => {
    const required = { PermissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/corporate' };
    expect(one('SweepsRole').Properties).not.toHaveProperty('PermissionsBoundary');
    expect(one('SweepsRole', required).Properties['PermissionsBoundary']).toBe(required.PermissionsBoundaryArn);
  });

  test('raise no alarm at the first deployment: a new alarm begins without data, and missing data is not a breach', () => {
    const { TreatMissingData, InsufficientDataActions } = alarm('60');
    expect(TreatMissingData).toBe('missing');
    expect(InsufficientDataActions).toEqual(['ref:Topic']);
  });

  test('count when the function has finished them, not when they were started or requested for some Regions', () => {
    const { LogGroupName, FilterPattern, MetricTransformations } = one('SweepsFinished').Properties;
    expect(LogGroupName).toBe('ref:RemediatorLog');
    // Without a default value: hours without a sweep have no datapoint.
    expect(MetricTransformations).toEqual([
      { MetricName: 'FinishedSweeps', MetricNamespace: 'Trailmend', MetricValue: '1' },
    ]);
    const counts = (line: object) =>
      filterPattern(FilterPattern).matches({ level: 'INFO', service: 'trailmend', ...line });
    expect(counts({ message: 'sweep', scope: 'full', regions: 17 })).toBe(true);
    expect(counts({ message: 'sweep', scope: 'requested', regions: 1 })).toBe(false);
    expect(counts({ message: 'trail outcome', record: { message: 'sweep', scope: 'full' } })).toBe(false);
  });

  test('start when this stack has been created or updated, and at no other event', () => {
    const { EventPattern, State, EventBusName, Targets } = one('Deployed').Properties;
    expect([State, EventBusName]).toEqual(['ENABLED', undefined]);
    expect(Targets).toMatchObject([{ Arn: 'RemediatorFunction.Arn', Input: '{"kind":"sweep"}' }]);
    const status = (status: string, stack = 'ref:AWS::StackId', source = 'aws.cloudformation') => ({
      ...{ source, 'detail-type': 'CloudFormation Stack Status Change', account: '111122223333' },
      detail: { 'stack-id': stack, 'status-details': { status, 'status-reason': '' } },
    });
    const starts = (event: object) => matches(EventPattern, event);
    expect(starts(status('CREATE_COMPLETE'))).toBe(true);
    expect(starts(status('UPDATE_COMPLETE'))).toBe(true);
    expect(starts(status('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'))).toBe(false);
    expect(starts(status('DELETE_COMPLETE'))).toBe(false);
    expect(starts(status('CREATE_COMPLETE', 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Other/1'))).toBe(
      false,
    );
    expect(starts({ ...status('CREATE_COMPLETE'), 'detail-type': 'CloudFormation Stack State Change' })).toBe(false);
    expect(starts(status('CREATE_COMPLETE', 'ref:AWS::StackId', 'custom'))).toBe(false);
  });

  test('that a deployment starts are retried for six hours, and then go to the dead-letter queue', () => {
    expect(one('Deployed').Properties['Targets']).toMatchObject([
      {
        DeadLetterConfig: { Arn: 'UndeliveredQueue.Arn' },
        RetryPolicy: { MaximumEventAgeInSeconds: 6 * 60 * 60, MaximumRetryAttempts: 185 },
      },
    ]);
  });

  test.each([
    ['5', 3],
    ['15', 3],
    ['30', 3],
    ['60', 3],
    ['180', 30],
    ['360', 30],
    ['720', 30],
    ['1440', 30],
  ])('every %s minutes that stop raise an alarm when %i hours have no datapoint', (minutes, hours) => {
    const { Period, EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, ...rest } = alarm(minutes);
    expect((Period * EvaluationPeriods) / 3600).toBe(hours);
    expect(DatapointsToAlarm).toBe(EvaluationPeriods);
    expect(Period % 60).toBe(0);
    // CloudWatch evaluates one day at most, or seven for periods of an hour or longer (API
    // reference, PutMetricAlarm).
    expect(Period * EvaluationPeriods).toBeLessThanOrEqual(Period >= 3600 ? 7 * 86_400 : 86_400);
    expect(Number(minutes) * 60).toBeLessThan(Period * EvaluationPeriods);
    expect(rest).toMatchObject({
      Namespace: 'Trailmend',
      MetricName: 'FinishedSweeps',
      Statistic: 'Sum',
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      AlarmActions: ['ref:Topic'],
      InsufficientDataActions: ['ref:Topic'],
    });
  });
});

test('the two event rules, and nothing else, are allowed to invoke the function', () => {
  expect(ofType('AWS::Lambda::Permission').map(([, { Properties }]) => Properties)).toEqual(
    ['TrailChanges', 'Deployed'].map((rule) => ({
      Action: 'lambda:InvokeFunction',
      FunctionName: 'RemediatorFunction.Arn',
      Principal: 'events.amazonaws.com',
      SourceArn: `${rule}.Arn`,
    })),
  );
});

test.each([
  ['Errors', 'FunctionName', 'ref:RemediatorFunction'],
  ['Throttles', 'FunctionName', 'ref:RemediatorFunction'],
  ['NumberOfMessagesSent', 'QueueName', 'RemediatorFailureQueue.QueueName'],
  ['NumberOfMessagesSent', 'QueueName', 'UndeliveredQueue.QueueName'],
])('one %s of %s %s in five minutes raises an alarm to the topic', (MetricName, Name, Value) => {
  const alarms = ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
  expect(alarms).toContainEqual(
    expect.objectContaining({
      MetricName,
      Dimensions: [{ Name, Value }],
      Statistic: 'Sum',
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 4,
      DatapointsToAlarm: 1,
      Period: 300,
      TreatMissingData: 'notBreaching',
      AlarmActions: ['ref:Topic'],
    }),
  );
});

test('every alarm has a description of its own', () => {
  const descriptions = ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties['AlarmDescription']);
  expect(new Set(descriptions).size).toBe(5);
  expect(Math.min(...descriptions.map((text) => text.length))).toBeGreaterThan(60);
});

test('with MetricFilters cis, one record that matches a filter raises its alarm to the topic', () => {
  const alarms = ofType('AWS::CloudWatch::Alarm', { MetricFilters: 'cis' }).map(([, { Properties }]) => Properties);
  for (const [position, { metric }] of MONITORING_FILTERS.entries()) {
    expect(alarms).toContainEqual({
      Namespace: 'Trailmend',
      MetricName: metric,
      AlarmDescription: expect.stringMatching(new RegExp(`^[A-Z][^.]+\\. .* 4\\.${position + 1} `)),
      Statistic: 'Sum',
      Period: 300,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 3,
      DatapointsToAlarm: 1,
      TreatMissingData: 'notBreaching',
      AlarmActions: ['ref:Topic'],
    });
  }
  expect(alarms).toHaveLength(5 + MONITORING_FILTERS.length);
});

describe('the ledger', () => {
  test('is one on-demand table with point-in-time recovery', () => {
    expect(one('Ledger').Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
  });

  test("denies writes to everybody but the function's role, and nothing else", () => {
    const { Statement } = one('Ledger').Properties['ResourcePolicy'].PolicyDocument;
    const partiQl = ['PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'];
    const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', ...partiQl];
    expect(Statement[0].Action).toHaveLength(writes.length);
    expect(Statement).toEqual([
      {
        Sid: 'OnlyTheFunctionWrites',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: expect.arrayContaining(writes.map((name) => `dynamodb:${name}`)),
        // A reference to the table in its own policy would be circular.
        Resource: '*',
        Condition: {
          ArnNotEquals: {
            'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/trailmend-function/trailmend-function',
          },
        },
      },
    ]);
  });

  test('is retained when the stack is deleted, with a generated name so that the stack can be deployed again', () => {
    expect(one('Ledger').DeletionPolicy).toBe('RetainExceptOnCreate');
    expect(one('Ledger').Properties).not.toHaveProperty('TableName');
  });

  test('is set in the environment of the function', () => {
    expect(one('RemediatorFunction').Properties['Environment'].Variables['LEDGER_TABLE']).toBe('ref:Ledger');
  });
});

test('the outputs are those of the contract, with a description each', () => {
  expect(Object.keys(template.Outputs).sort()).toEqual([
    'ChatTopicArn',
    'DeliveryRoleBoundaryArn',
    'FailureQueueUrl',
    'FunctionName',
    'FunctionRoleArn',
    'LedgerTableName',
    'TopicArn',
  ]);
  for (const { Description } of Object.values(template.Outputs)) expect(Description).toMatch(/\w{3}/);
});

test('the stack has a description', () => {
  expect(template.Description).toMatch(/^trailmend: /);
});
