import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  SetAlarmStateCommand,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';
import { PutAccountPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DisableRuleCommand, ListTargetsByRuleCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { type AwsSession, administratorOf, createUser } from '../../../demo/sessions.ts';
import { type Subscriber, subscribe } from '../../../demo/subscriber.ts';
import { bucketNameOf, makeBucket, makeTrail } from '../../../demo/trails.ts';
import { ENVIRONMENT } from '../../../lambda/config.ts';
import { TRAIL_CHANGES_RULE } from '../../../lambda/core/integration/names.ts';
import { deploy, type StackOutputs } from '../../../local/deploy.ts';
import { type LocalAws, startLocalAws } from '../../../local/local-aws.ts';
import { synthesized } from '../../infra/synthesis.ts';
import { bootstrapAccount } from '../../support/deploy-stack.ts';
import { performCommands } from '../aws-cli/perform-commands.ts';
import { type Ended, runCli } from './run-cli.ts';

const RESULTS = z.object({
  results: z.array(
    z.object({ id: z.string(), status: z.string(), says: z.string(), mend: z.optional(z.array(z.string())) }),
  ),
});
const EVERYTHING = { Effect: 'Allow', Action: '*', Resource: '*' };

let aws: LocalAws;
let administrator: AwsSession;
let outputs: StackOutputs;
let subscriber: Subscriber;
let operator: Readonly<Record<string, string>>;

beforeAll(async () => {
  aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0 } });
  administrator = administratorOf(aws);
  await bootstrapAccount(aws);
  outputs = await deploy(aws, { SettleSeconds: '0' }, { assembly: (await synthesized()).forwarded.assembly });
  subscriber = await subscribe(administrator, outputs['TopicArn'] ?? '');
  await makeTrail(administrator, 'all', await makeBucket(administrator, 'all'));
  operator = await userWith('operator', EVERYTHING);
  const sweep = { FunctionName: outputs['FunctionName'], Payload: '{"kind":"sweep"}' };
  await clientFor(LambdaClient).send(new InvokeCommand(sweep));
  // CloudWatch does so when the log of the function has the sweep.
  await setAlarmState('SweepsStopped', 'OK');
  await aws.settled();
});

afterAll(async () => {
  subscriber?.close();
  await aws?.stop();
});

/** The environment of a new IAM user with the statements. */
async function userWith(
  name: string,
  statements: object | readonly object[],
): Promise<Readonly<Record<string, string>>> {
  const user = await createUser(name, aws, statements);
  const { accessKeyId, secretAccessKey } = await user.iam.config.credentials();
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
}

function doctor(keys: Readonly<Record<string, string>>, ...given: string[]): Promise<Ended> {
  const HOME = aws.environment['HOME'] ?? '';
  return runCli(['doctor', ...given], { HOME, AWS_ENDPOINT_URL: aws.endpoint, AWS_REGION: aws.region, ...keys });
}

async function resultsOf(keys: Readonly<Record<string, string>>, ...given: string[]) {
  const { stdout } = await doctor(keys, '--output', 'json', ...given);
  return RESULTS.parse(JSON.parse(stdout)).results;
}

type Results = Awaited<ReturnType<typeof resultsOf>>;
const notOk = (results: Results): Results => results.filter(({ status }) => status !== 'ok');

test('finds nothing in an account in order, then what others broke, and prints the commands that mend it', async () => {
  const before = aws.calls().length;
  expect(notOk(await resultsOf(operator))).toEqual([]);
  const operations = aws.calls().slice(before);
  const isRead = /^(Get|List|Describe|Simulate|Filter|BatchGet|Invoke$)/;
  expect(operations.filter(({ operation, caller }) => caller !== 'function' && !isRead.test(operation))).toEqual([]);

  await breakThings();
  const found = await resultsOf(operator);
  expect(notOk(found).map(({ id, status, says }) => `${status} ${id}: ${says}`)).toEqual([
    expect.stringMatching(/^problem bucket-policies: .* allow CloudTrail s3:GetBucketAcl and s3:PutObject/),
    expect.stringMatching(/^warning account-retention: The account policy "it's short" of us-east-1 .* to 30 days/),
    expect.stringMatching(/^problem settings-drift: .*: RestartLogging is "never" and not "seen" as in the stack/),
    expect.stringMatching(/^problem event-rules: .* in us-east-1 is disabled/),
    expect.stringMatching(/^problem event-rules: .* in eu-west-1 does not have its target/),
    expect.stringMatching(/^problem queues: The queue RemediatorFailureQueue has about 1 events/),
    expect.stringMatching(/^problem alarms: The alarm Trailmend-ErrorsAlarm.* is in the state ALARM/),
    expect.stringMatching(/^problem alarms: The actions of the alarm Trailmend-ThrottlesAlarm.* are disabled/),
  ]);
  const commands = found.flatMap(({ mend = [] }) => mend).filter((command) => command.startsWith('aws '));
  await performCommands(aws, commands);
  expect(notOk(await resultsOf(operator)).map(({ id, mend }) => [id, mend])).toEqual([
    ['event-rules', ['npx cdk deploy --all -c regions=us-east-1,eu-west-1,ap-southeast-2 --revert-drift']],
    ['alarms', [expect.stringMatching(/^aws cloudwatch describe-alarm-history /)]],
  ]);
});

/** What an attacker would do, or a colleague in a hurry. */
async function breakThings(): Promise<void> {
  const { events, logs, s3, sqs } = administrator;
  const there = administratorOf({ ...aws, region: 'eu-west-1' });
  const Rule = TRAIL_CHANGES_RULE;
  await events.send(new DisableRuleCommand({ Name: Rule }));
  const { Targets = [] } = await there.events.send(new ListTargetsByRuleCommand({ Rule }));
  await there.events.send(new RemoveTargetsCommand({ Rule, Ids: Targets.flatMap(({ Id }) => Id ?? []) }));
  await sqs.send(new SendMessageCommand({ QueueUrl: outputs['FailureQueueUrl'], MessageBody: 'an event' }));
  const ofConfig = { Effect: 'Allow', Principal: { Service: 'config.amazonaws.com' }, Action: 's3:*', Resource: '*' };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [ofConfig] });
  await s3.send(new PutBucketPolicyCommand({ Bucket: bucketNameOf(administrator, 'all'), Policy }));
  const policyDocument = '{"retentionInDays":30,"enforcementMode":"NEW_ONLY"}';
  const policyType = 'RETENTION_POLICY';
  await logs.send(new PutAccountPolicyCommand({ policyName: "it's short", policyType, policyDocument }));

  const lambda = clientFor(LambdaClient);
  const FunctionName = outputs['FunctionName'];
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const Variables = { ...Environment?.Variables, [ENVIRONMENT.restartLogging]: 'never' };
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  await setAlarmState('ErrorsAlarm', 'ALARM');
  const AlarmNames = [await alarmName('ThrottlesAlarm')];
  await clientFor(CloudWatchClient).send(new DisableAlarmActionsCommand({ AlarmNames }));
}

function clientFor<T>(Client: new (config: CloudWatchClientConfig) => T): T {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return new Client({ endpoint: aws.endpoint, region: aws.region, credentials });
}

async function alarmName(id: string): Promise<string> {
  const { MetricAlarms = [] } = await clientFor(CloudWatchClient).send(new DescribeAlarmsCommand({}));
  return MetricAlarms.find(({ AlarmName = '' }) => AlarmName.includes(id))?.AlarmName ?? '';
}

async function setAlarmState(id: string, StateValue: StateValue): Promise<void> {
  const input = { AlarmName: await alarmName(id), StateValue, StateReason: 'a test' };
  await clientFor(CloudWatchClient).send(new SetAlarmStateCommand(input));
}

test('says of each check which permission it lacks, and prints the text for people', async () => {
  const Action = ['cloudformation:DescribeStacks', 'lambda:GetFunctionConfiguration'];
  const ended = await doctor(await userWith('stranger', { Effect: 'Allow', Action, Resource: '*' }));
  expect({ exitCode: ended.exitCode, stderr: ended.stderr }).toEqual({ exitCode: 1, stderr: '' });
  const missing = [...ended.stdout.matchAll(/^unknown +([\w-]+) .* Missing permission: ([\w-]+:\w+)\./gm)];
  expect(missing.map(([, id, action]) => `${id} ${action}`)).toEqual([
    'regions ec2:DescribeRegions',
    'caller-permissions iam:SimulatePrincipalPolicy',
    'required-boundary iam:SimulatePrincipalPolicy',
    'service-control-policies organizations:DescribeOrganization',
    'control-tower cloudtrail:DescribeTrails',
    'account-retention logs:DescribeAccountPolicies',
    'role-quota iam:GetAccountSummary',
    'trail-quota cloudtrail:DescribeTrails',
    'version lambda:InvokeFunction',
    'event-rules events:DescribeRule',
    'event-rules events:DescribeRule',
    'event-rules events:DescribeRule',
    'forwarders ec2:DescribeRegions',
    'forwarders sqs:getqueueurl',
    'forwarders sqs:getqueueurl',
    'last-sweep logs:FilterLogEvents',
    'queues cloudformation:ListStackResources',
    'alarms cloudformation:ListStackResources',
    'subscribers SNS:ListSubscriptionsByTopic',
  ]);
});

test('needs the permissions in its documentation, and prints the policy that a repair needs beside them', async () => {
  const text = await readFile(join(import.meta.dirname, '../../../docs/cli.md'), 'utf8');
  const [, policy = ''] = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => json);
  const keys = await userWith('reader', JSON.parse(policy).Statement);
  // Another test may have broken the rest.
  const aboutCaller = async () =>
    (await resultsOf(keys)).filter(({ id, status }) => status === 'unknown' || id === 'caller-permissions');
  const found = await aboutCaller();
  expect(found.map(({ id, status }) => `${status} ${id}`)).toEqual(['problem caller-permissions']);
  expect(found[0]?.says).toContain(
    'do not allow cloudtrail:UpdateTrail, cloudtrail:StartLogging, logs:CreateLogGroup, logs:PutRetentionPolicy, logs:TagResource, iam:CreateRole, iam:TagRole, iam:PutRolePolicy, iam:PassRole.',
  );
  await performCommands(aws, found[0]?.mend ?? []);
  expect((await aboutCaller()).map(({ status }) => status)).toEqual(['ok']);
});
