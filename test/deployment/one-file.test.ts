import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeTrail } from '../../demo/describe.ts';
import { readFunctionLog } from '../../demo/function-log.ts';
import { type AwsSession, administratorOf } from '../../demo/sessions.ts';
import { makeBucket, makeTrail } from '../../demo/trails.ts';
import { until } from '../../demo/until.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { namesFor } from '../e2e/account.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';
import { builtTemplates, Console, keysOf, upload } from './console.ts';

const HUB = 'us-east-1';
const OTHER = 'eu-west-1';

let aws: LocalAws;
let administrator: AwsSession;

beforeAll(async () => {
  aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0 }, recording: { stackEvents: true } });
  administrator = administratorOf(aws);
  const { hub, forwarder } = await builtTemplates();
  // Another version of the function.
  const previous = JSON.parse(hub);
  previous.Resources.RemediatorFunction.Properties.Code.ZipFile += '\n// previous version';
  await upload(aws, { hub, forwarder, previous: JSON.stringify(previous) });
});

afterAll(() => aws?.stop());

const stacksIn = (region: string) => new Console({ ...aws, region });

/** The environment variables of the function. */
async function environment() {
  const { FunctionName } = await stacksIn(HUB).outputsOf('Trailmend');
  const lambda = new LambdaClient({ region: HUB, endpoint: aws.endpoint, credentials: keysOf(aws.account) });
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
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

test('one template is deployed, repairs, is updated, deleted, and deployed again', async () => {
  const stacks = stacksIn(HUB);
  await makeTrail(administrator, 'found', await makeBucket(administrator, 'found'));
  const values = { RetentionDays: '400', SettleSeconds: '0' };
  expect(await stacks.create('Trailmend', 'previous', values)).toBe('CREATE_COMPLETE');
  await isRepaired(administrator, 'found');
  // An update would interrupt the first sweep, whose last report is about the account.
  const ended = async () =>
    (await readFunctionLog(administrator)).find(
      (line) => line.kind === 'outcome' && line.record.reason === 'nobody-subscribed',
    );
  await until('The end of the first sweep', ended, { withinMs: WAIT_LIMIT_MS });

  expect(await stacks.update('Trailmend', 'hub')).toBe('UPDATE_COMPLETE');
  expect(await environment()).toMatchObject({ RETENTION_DAYS: '400', SETTLE_SECONDS: '0' });
  const blanked = { Name: 'found', CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' };
  await administrator.cloudTrail.send(new UpdateTrailCommand(blanked));
  await isRepaired(administrator, 'found');

  const elsewhere = stacksIn(OTHER);
  expect(await elsewhere.create('TrailmendForwarder', 'forwarder', { HubRegion: HUB })).toBe('CREATE_COMPLETE');
  const there = administratorOf({ ...aws, region: OTHER });
  await makeTrail(there, 'elsewhere', await makeBucket(there, 'elsewhere'));
  await there.cloudTrail.send(new UpdateTrailCommand({ ...blanked, Name: 'elsewhere' }));
  await isRepaired(there, 'elsewhere');

  await stacks.delete('Trailmend');
  expect(await stacks.create('Trailmend', 'hub', { SettleSeconds: '0' })).toBe('CREATE_COMPLETE');
  await administrator.cloudTrail.send(new UpdateTrailCommand(blanked));
  await isRepaired(administrator, 'found');
});
