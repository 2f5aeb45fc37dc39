import { describeLogGroup, describeRole, type Snapshot, takeSnapshot } from '../describe.ts';
import { functionCalls } from '../function-calls.ts';
import { readFunctionLog } from '../function-log.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { callLines } from '../show/calls.ts';
import { messageLines } from '../show/message.ts';
import { planLines } from '../show/plan.ts';
import { groupLines, roleLines } from '../show/resources.ts';
import { runLines } from '../show/runs.ts';
import { summaryLines } from '../show/summary.ts';
import { timingLines } from '../show/timing.ts';
import { CALLS_TITLE, NOTIFICATION_TITLE, RUNS_TITLE, SUMMARY_TITLE } from '../show/titles.ts';
import { trailLines } from '../show/trail.ts';
import { measureRepair } from '../timing.ts';
import { makeBucket, makeTrail } from '../trails.ts';
import { waitForIntegration, waitForMessage, waitForRuns } from '../wait-for.ts';

const TRAIL = 'orders';
const SETTLE_SECONDS = 10;
/** The calls that create the trail and match the event rule. */
const CALLS = ['CreateTrail', 'StartLogging'];

/** A new trail gets a log group and a delivery role from trailmend. */
export const missing: Scenario = {
  title: 'An engineer creates a trail that does not deliver to CloudWatch Logs.',
  parameters: { SettleSeconds: String(SETTLE_SECONDS) },
  expectedOutcome: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
  commands: [
    `aws cloudtrail get-trail --name ${TRAIL}`,
    `aws cloudtrail stop-logging --name ${TRAIL}`,
    `aws cloudtrail get-trail-status --name ${TRAIL}`,
  ],
  async run(stage) {
    const { screen, engineer } = stage;
    screen.section('What happens', []);
    const before = await screen.step(`sam creates a bucket and the trail ${TRAIL}: ${CALLS.join(', ')}`, async () => {
      await makeTrail(engineer, TRAIL, await makeBucket(engineer, TRAIL));
      return takeSnapshot(engineer, TRAIL);
    });
    return stage.mode === 'fix' ? runFix(stage, before) : runDryRun(stage, before);
  },
};

async function runFix(stage: Stage, before: Snapshot): Promise<boolean> {
  const { screen, administrator, aws } = stage;
  const [after, message] = await screen.step('trailmend responds with the outcome FIXED', async () => [
    await waitForIntegration(stage, TRAIL),
    await waitForMessage(stage, TRAIL, 'FIXED'),
    await waitForRuns(stage, TRAIL, CALLS),
  ]);
  await screen.step('CloudTrail delivers the events that it recorded since then', () => aws.delivered());
  const now = await takeSnapshot(administrator, TRAIL);
  const group = await describeLogGroup(administrator, after.logGroupArn ?? '');
  const timing = measureRepair(aws, message.record, SETTLE_SECONDS);
  screen.section(SUMMARY_TITLE, summaryLines(message.record));
  screen.section(`The trail ${TRAIL}`, trailLines({ before, now }));
  screen.section('Duration of the repair', timingLines(timing, SETTLE_SECONDS));
  screen.section('The new log group', group === undefined ? ['does not exist'] : groupLines(group));
  screen.section('The new delivery role', roleLines(await describeRole(administrator, after.roleArn ?? '')));
  screen.section(NOTIFICATION_TITLE, messageLines(message));
  screen.section(RUNS_TITLE, runLines(await readFunctionLog(administrator)));
  screen.section(CALLS_TITLE, callLines(functionCalls(aws)));
  return group !== undefined && after.isLogging && now?.delivery.at !== undefined;
}

async function runDryRun(stage: Stage, before: Snapshot): Promise<boolean> {
  const { screen, administrator, aws } = stage;
  const [message] = await screen.step('trailmend responds with the outcome WOULD_FIX', async () => [
    await waitForMessage(stage, TRAIL, 'WOULD_FIX'),
    await waitForRuns(stage, TRAIL, CALLS),
  ]);
  const calls = functionCalls(aws);
  const { plan } = message.record;
  const now = await takeSnapshot(administrator, TRAIL);
  screen.section(SUMMARY_TITLE, summaryLines(message.record));
  screen.section(`The trail ${TRAIL}`, trailLines({ before, now }));
  screen.section('The plan: calls that mode fix makes, with their inputs', planLines(plan));
  screen.section(NOTIFICATION_TITLE, messageLines(message));
  screen.section(RUNS_TITLE, runLines(await readFunctionLog(administrator)));
  screen.section(CALLS_TITLE, callLines(calls));
  return calls.writes.length === 0 && plan.steps.length > 0;
}
