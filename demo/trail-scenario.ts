import { type Snapshot, takeSnapshot } from './describe.ts';
import { functionCalls } from './function-calls.ts';
import type { Scenario, Stage } from './scenario.ts';
import { administratorOf } from './sessions.ts';
import { callLines } from './show/calls.ts';
import { messageLines } from './show/message.ts';
import { runLines } from './show/runs.ts';
import { summaryLines } from './show/summary.ts';
import { CALLS_TITLE, NOTIFICATION_TITLE, RUNS_TITLE, SUMMARY_TITLE } from './show/titles.ts';
import { trailLines } from './show/trail.ts';
import { runSweep } from './sweep.ts';
import { INTEGRATED, type TrailSetup } from './trail-setup.ts';
import { SWEEP, waitForLog, waitForMessage } from './wait-for.ts';

/**
 * A scenario about one trail: the trail, the change that is made to it, and the expected outcome.
 */
export interface TrailScenario extends Pick<Scenario, 'title' | 'expectedOutcome'> {
  /** Parameters of the stack besides Mode. Default: none. */
  readonly parameters?: Scenario['parameters'];
  /** The name of the trail, which no other scenario uses. */
  readonly trail: string;
  /** Default: `INTEGRATED`. */
  readonly setup?: TrailSetup;
  /** Title of the step that makes the change. */
  readonly change: string;
  readonly makeChange: (stage: Stage, trail: string) => Promise<void>;
  /**
   * The call whose run must send the message, or `SWEEP` to run a sweep after the change. Default:
   * the first message with the expected outcome counts.
   */
  readonly trigger?: string;
  /** The home Region of the trail. Default: the Region of trailmend. */
  readonly region?: string;
}

/**
 * Creates the scenario of one trail. Its output shows the trail, the notification, and trailmend's
 * runs and calls.
 */
export function createTrailScenario(parts: TrailScenario): Scenario {
  const { title, parameters = {}, trail, region, expectedOutcome } = parts;
  return {
    title,
    parameters,
    commands: [`aws cloudtrail get-trail --name ${trail}`, `aws cloudtrail get-trail-status --name ${trail}`],
    expectedOutcome,
    run: (hub) => runTrailScenario(parts, hub, region === undefined ? hub : inRegion(hub, region)),
  };
}

/**
 * @param stage the account in the home Region of the trail; `hub` is the same account in the Region
 *   of trailmend
 */
async function runTrailScenario(parts: TrailScenario, hub: Stage, stage: Stage): Promise<boolean> {
  const { trail, setup = INTEGRATED, change, makeChange, trigger, expectedOutcome } = parts;
  const { screen, administrator, aws, mode } = stage;
  const outcome = expectedOutcome[mode];
  const before = await screen.step(setup.title(trail), async () => {
    await setup.create(stage, trail);
    return takeSnapshot(administrator, trail);
  });
  const writesBefore = functionCalls(aws).writes.length;
  screen.section('What happens', []);
  const changed = await screen.step(change, async () => {
    await makeChange(stage, trail);
    return takeSnapshot(administrator, trail);
  });
  if (trigger === SWEEP) await screen.step('EventBridge Scheduler starts a sweep', () => runSweep(hub));
  const message = await screen.step(`trailmend responds with the outcome ${outcome}`, () =>
    waitForMessage(stage, trail, outcome, trigger),
  );
  if (outcome === 'FIXED') {
    await screen.step('CloudTrail delivers the events that it recorded since then', () => aws.delivered());
  }
  const now = await takeSnapshot(administrator, trail);
  screen.section(SUMMARY_TITLE, summaryLines(message.record));
  screen.section(`The trail ${trail}`, trailLines({ before, changed, now }));
  screen.section(NOTIFICATION_TITLE, messageLines(message));
  screen.section(RUNS_TITLE, runLines(await waitForLog(hub, message.record.id)));
  const calls = functionCalls(aws);
  screen.section(CALLS_TITLE, callLines(calls));
  if (outcome === 'FIXED') return isHealthy(now) && hasDeliveredSince(changed, now);
  return mode === 'fix' || calls.writes.length === writesBefore;
}

/** The same account, with the administrator at work in another Region. */
function inRegion(stage: Stage, region: string): Stage {
  const administrator = administratorOf({ ...stage.aws, region });
  return { ...stage, administrator, engineer: administrator };
}

function isHealthy(snapshot: Snapshot): boolean {
  return Boolean(snapshot?.trail.logGroupArn && snapshot.trail.roleArn && snapshot.trail.isLogging);
}

function hasDeliveredSince(changed: Snapshot, now: Snapshot): boolean {
  const [last, latest] = [changed?.delivery.at?.getTime() ?? 0, now?.delivery.at?.getTime() ?? 0];
  return now?.delivery.error === undefined && latest > last;
}
