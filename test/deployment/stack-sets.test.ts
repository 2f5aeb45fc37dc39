import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeTrail } from '../../demo/describe.ts';
import { readFunctionLog } from '../../demo/function-log.ts';
import { type AwsSession, sessionWith } from '../../demo/sessions.ts';
import { makeBucket, makeTrail, trailArnOf } from '../../demo/trails.ts';
import { until } from '../../demo/until.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { namesFor } from '../e2e/account.ts';
import { runCli } from '../e2e/cli/run-cli.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';
import { builtTemplates, Console, keysOf, upload } from './console.ts';

const HUB = 'us-east-1';
const OTHER = 'eu-west-1';
const ACCOUNTS = ['111111111111', '222222222222', '333333333333'] as const;
// StackSets name the stacks.
const HUB_STACK = 'StackSet-Trailmend-1f0c2b3a-0c1d-4e2f-8a3b-5c6d7e8f9a0b';
const FORWARDER_STACK = 'StackSet-TrailmendForwarder-2a1d3c4b-1d2e-4f3a-9b4c-6d7e8f9a0b1c';
const BLANKED = { CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' };

let aws: LocalAws;

beforeAll(async () => {
  aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0 }, recording: { stackEvents: true } });
  const { hub, forwarder } = await builtTemplates();
  // The emulator finds buckets of the same account only.
  for (const account of ACCOUNTS) await upload({ ...aws, account }, { hub, forwarder });
});

afterAll(() => aws?.stop());

const stacksOf = (account: string, region: string) => new Console({ ...aws, account, region });
const administratorIn = (account: string, region: string) => sessionWith({ ...aws, account, region }, keysOf(account));
/** A trail in each Region of an account. */
const trailsOf = (account: string): readonly (readonly [AwsSession, string])[] => [
  [administratorIn(account, HUB), 'home'],
  [administratorIn(account, OTHER), 'elsewhere'],
];

/** What StackSets do in each account. */
async function rollOut(account: string): Promise<void> {
  for (const [session, trail] of trailsOf(account)) await makeTrail(session, trail, await makeBucket(session, trail));
  const values = { Mode: 'dry-run', SettleSeconds: '0', ForwarderRegions: OTHER };
  expect(await stacksOf(account, HUB).create(HUB_STACK, 'hub', values)).toBe('CREATE_COMPLETE');
  for (const region of [HUB, OTHER]) {
    const created = await stacksOf(account, region).create(FORWARDER_STACK, 'forwarder', { HubRegion: HUB });
    expect(created).toBe('CREATE_COMPLETE');
  }
}

/** The records that the function of an account has logged. */
async function recordsOf(account: string) {
  const log = await readFunctionLog(administratorIn(account, HUB));
  return log.flatMap((line) => (line.kind === 'outcome' ? [line.record] : []));
}

async function isReported(account: string): Promise<void> {
  for (const [session, trail] of trailsOf(account)) {
    const arn = trailArnOf(session, trail);
    const reported = async () => (await recordsOf(account)).find(({ trailArn }) => trailArn === arn);
    const record = await until(`The report on ${arn}`, reported, { withinMs: WAIT_LIMIT_MS });
    expect(record.outcome).toBe('WOULD_FIX');
    expect(await describeTrail(session, trail)).toMatchObject({ logGroupArn: undefined, roleArn: undefined });
  }
}

/** What the first sweep reports about Regions. Its last report is about the account. */
async function reportsOnRegions(account: string) {
  const ended = async () => (await recordsOf(account)).find(({ reason }) => reason === 'nobody-subscribed');
  await until(`The end of the first sweep of ${account}`, ended, { withinMs: WAIT_LIMIT_MS });
  return (await recordsOf(account)).filter(({ subject }) => subject?.kind === 'region');
}

async function isRepaired(account: string): Promise<void> {
  for (const [session, trail] of trailsOf(account)) {
    const repaired = async () => {
      const { logGroupArn } = await describeTrail(session, trail);
      return logGroupArn === namesFor(session, trail).logGroupArn || undefined;
    };
    await until(`The repair of ${trailArnOf(session, trail)}`, repaired, { withinMs: WAIT_LIMIT_MS });
  }
}

/** Nobody names the stack. */
async function isFoundByCommandLine(account: string): Promise<void> {
  const { accessKeyId, secretAccessKey } = keysOf(account);
  const { exitCode, stdout, stderr } = await runCli(['history'], {
    HOME: aws.environment['HOME'] ?? '',
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: HUB,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  for (const [, trail] of trailsOf(account))
    expect(stdout).toMatch(new RegExp(`^20\\S+Z +WOULD_FIX .* ${trail} `, 'm'));
}

test('three accounts report in dry-run mode, and each repairs when its stack is set to fix', async () => {
  await Promise.all(ACCOUNTS.map(rollOut));
  for (const account of ACCOUNTS) {
    expect(Object.keys(await stacksOf(account, HUB).resourcesOf(FORWARDER_STACK))).toEqual(['Nothing']);
    await isReported(account);
    expect(await reportsOnRegions(account)).toEqual([]);
    await isFoundByCommandLine(account);
  }

  for (const [index, account] of ACCOUNTS.entries()) {
    expect(await stacksOf(account, HUB).update(HUB_STACK, 'hub', { Mode: 'fix' })).toBe('UPDATE_COMPLETE');
    await isRepaired(account);
    for (const waiting of ACCOUNTS.slice(index + 1)) await isReported(waiting);
    // By their events.
    for (const [session, trail] of trailsOf(account)) {
      await session.cloudTrail.send(new UpdateTrailCommand({ Name: trail, ...BLANKED }));
    }
    await isRepaired(account);
  }
});
