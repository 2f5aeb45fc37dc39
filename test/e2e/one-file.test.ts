import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeTrail } from '../../demo/describe.ts';
import { readFunctionLog } from '../../demo/function-log.ts';
import { type AwsSession, administratorOf } from '../../demo/sessions.ts';
import { makeBucket, makeTrail } from '../../demo/trails.ts';
import { until } from '../../demo/until.ts';
import { bundle } from '../../infra/bundle.ts';
import { oneFileTemplates, type Templates } from '../../infra/one-file.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { inTemporaryFolder } from '../support/temporary-folder.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';
import { namesFor } from './account.ts';

// CDK's own checks take seconds: test/judges runs cfn-lint.
process.env['CDK_VALIDATION'] = 'false';

const HUB = 'us-east-1';
const OTHER = 'eu-west-1';
const KEYS = { accessKeyId: 'test', secretAccessKey: 'test' };

let aws: LocalAws;
let administrator: AwsSession;

beforeAll(async () => {
  aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0 }, recording: { stackEvents: true } });
  administrator = administratorOf(aws);
  const templates = await inTemporaryFolder(async (folder) =>
    oneFileTemplates(await bundle(join(folder, 'function')), join(folder, 'cdk.out')),
  );
  await upload(templates);
});

afterAll(() => aws?.stop());

/** Puts the templates where a console would put them. */
async function upload({ hub, forwarder }: Templates): Promise<void> {
  const s3 = new S3Client({ region: HUB, endpoint: aws.endpoint, credentials: KEYS, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'templates' }));
  // Another version of the function.
  const previous = JSON.parse(hub);
  previous.Resources.RemediatorFunction.Properties.Code.ZipFile += '\n// previous version';
  for (const [Key, Body] of Object.entries({ hub, forwarder, previous: JSON.stringify(previous) })) {
    await s3.send(new PutObjectCommand({ Bucket: 'templates', Key, Body }));
  }
}

const urlOf = (template: string) => `${aws.endpoint}/templates/${template}`;
const cloudFormation = (region: string) =>
  new CloudFormationClient({ region, endpoint: aws.endpoint, credentials: KEYS });
const parametersOf = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));

/** Creates a stack as the console does, and returns its last status. */
async function create(
  region: string,
  StackName: string,
  template: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<string> {
  const input = { StackName, TemplateURL: urlOf(template), Parameters: parametersOf(parameters) };
  await cloudFormation(region).send(new CreateStackCommand({ ...input, Capabilities: ['CAPABILITY_NAMED_IAM'] }));
  return statusOf(region, StackName);
}

/** The status of a stack when nothing is in progress. */
function statusOf(region: string, StackName: string): Promise<string> {
  const settled = async () => {
    const { Stacks = [] } = await cloudFormation(region).send(new DescribeStacksCommand({ StackName }));
    const status = Stacks[0]?.StackStatus ?? '';
    return status.endsWith('_IN_PROGRESS') ? undefined : status;
  };
  return until(`The end of the change of ${StackName} in ${region}`, settled, { withinMs: WAIT_LIMIT_MS });
}

/** The environment variables of the function. */
async function environment() {
  const { Stacks = [] } = await cloudFormation(HUB).send(new DescribeStacksCommand({ StackName: 'Trailmend' }));
  const name = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'FunctionName')?.OutputValue;
  const lambda = new LambdaClient({ region: HUB, endpoint: aws.endpoint, credentials: KEYS });
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
  return Environment?.Variables;
}

async function isRepaired(session: AwsSession, trail: string): Promise<void> {
  const repaired = async () => {
    const { logGroupArn, roleArn } = await describeTrail(session, trail);
    const names = namesFor(session, trail);
    // A role of before has the boundary of a deleted stack: then trailmend creates the next one.
    const isOurs = roleArn?.startsWith(names.roleArn.replace(/1$/, ''));
    return (logGroupArn === names.logGroupArn && isOurs) || undefined;
  };
  await until(`The repair of ${trail}`, repaired, { withinMs: WAIT_LIMIT_MS });
}

// The emulator does not know AWS::Region in conditions: test/infra/one-file.test.ts shows that the
// forwarder contains nothing in the Region of the hub.
test('one template is deployed, repairs, is updated, deleted, and deployed again', async () => {
  await makeTrail(administrator, 'found', await makeBucket(administrator, 'found'));
  expect(await create(HUB, 'Trailmend', 'previous', { RetentionDays: '400', SettleSeconds: '0' })).toBe(
    'CREATE_COMPLETE',
  );
  await isRepaired(administrator, 'found');
  // An update would interrupt the first sweep, whose last report is about the account.
  const ended = async () =>
    (await readFunctionLog(administrator)).find(
      (line) => line.kind === 'outcome' && line.record.reason === 'nobody-subscribed',
    );
  await until('The end of the first sweep', ended, { withinMs: WAIT_LIMIT_MS });

  const kept = ['RetentionDays', 'SettleSeconds'].map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true }));
  const update = { StackName: 'Trailmend', TemplateURL: urlOf('hub'), Parameters: kept };
  await cloudFormation(HUB).send(new UpdateStackCommand({ ...update, Capabilities: ['CAPABILITY_NAMED_IAM'] }));
  expect(await statusOf(HUB, 'Trailmend')).toBe('UPDATE_COMPLETE');
  expect(await environment()).toMatchObject({ RETENTION_DAYS: '400', SETTLE_SECONDS: '0' });
  const blanked = { Name: 'found', CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' };
  await administrator.cloudTrail.send(new UpdateTrailCommand(blanked));
  await isRepaired(administrator, 'found');

  expect(await create(OTHER, 'TrailmendForwarder', 'forwarder', { HubRegion: HUB })).toBe('CREATE_COMPLETE');
  const there = administratorOf({ ...aws, region: OTHER });
  await makeTrail(there, 'elsewhere', await makeBucket(there, 'elsewhere'));
  await there.cloudTrail.send(new UpdateTrailCommand({ ...blanked, Name: 'elsewhere' }));
  await isRepaired(there, 'elsewhere');

  await cloudFormation(HUB).send(new DeleteStackCommand({ StackName: 'Trailmend' }));
  const deleted = async () => {
    const { Stacks = [] } = await cloudFormation(HUB)
      .send(new DescribeStacksCommand({}))
      .catch(() => ({ Stacks: [] }));
    return Stacks.every(({ StackName }) => StackName !== 'Trailmend') || undefined;
  };
  await until('The end of the deletion', deleted, { withinMs: WAIT_LIMIT_MS });
  expect(await create(HUB, 'Trailmend', 'hub', { SettleSeconds: '0' })).toBe('CREATE_COMPLETE');
  await administrator.cloudTrail.send(new UpdateTrailCommand(blanked));
  await isRepaired(administrator, 'found');
});
