import { functionCalls } from '../function-calls.ts';
import { dealtWith } from '../function-log.ts';
import { type Seen, seen, seenGroup, seenRole } from '../look.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { callLines } from '../show/calls.ts';
import { groupLines, roleLines } from '../show/made.ts';
import { messageLines } from '../show/message.ts';
import { planLines } from '../show/plan.ts';
import { startedLines } from '../show/started.ts';
import { timeLines } from '../show/time.ts';
import { trailCourse } from '../show/trail.ts';
import { timingOf } from '../timing.ts';
import { makeBucket, makeTrail } from '../trails.ts';
import { integratedTrail, messageAbout, ranFor } from '../waiting.ts';

const TRAIL = 'orders';
const SETTLE_SECONDS = 10;
/** The calls by which the trail is made and that the stack's rule sees. */
const CALLS = ['CreateTrail', 'StartLogging'];

const MESSAGE = 'The message for people, as an HTTP endpoint got it: an e-mail has the same text';

/** Somebody makes a trail and does not think of CloudWatch Logs. */
export const missing: Scenario = {
  title: 'an engineer makes a trail that does not deliver to CloudWatch Logs',
  parameters: { SettleSeconds: String(SETTLE_SECONDS) },
  ends: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
  commands: [
    `aws cloudtrail get-trail --name ${TRAIL}`,
    `aws cloudtrail stop-logging --name ${TRAIL}`,
    `aws cloudtrail get-trail-status --name ${TRAIL}`,
  ],
  async play(stage) {
    const { screen, engineer } = stage;
    const before = await screen.step(`sam makes a bucket and the trail ${TRAIL}: ${CALLS.join(', ')}`, async () => {
      await makeTrail(engineer, TRAIL, await makeBucket(engineer, TRAIL));
      return seen(engineer, TRAIL);
    });
    return stage.mode === 'fix' ? showRepair(stage, before) : showPlan(stage, before);
  },
};

async function showRepair(stage: Stage, before: Seen): Promise<boolean> {
  const { screen, administrator, aws } = stage;
  const [after, told] = await screen.step('trailmend repairs the trail and tells', async () => [
    await integratedTrail(stage, TRAIL),
    await messageAbout(stage, TRAIL, 'FIXED'),
    await ranFor(stage, TRAIL, CALLS),
  ]);
  await screen.step('AWS delivers what the trail recorded since', () => aws.delivered());
  const now = await seen(administrator, TRAIL);
  const group = await seenGroup(administrator, after.logGroupArn ?? '');
  screen.section(`The trail ${TRAIL}`, trailCourse({ before, now }));
  screen.section('How long it took', timeLines(timingOf(aws, told.record, SETTLE_SECONDS), SETTLE_SECONDS));
  screen.section('Its log group', group === undefined ? ['missing'] : groupLines(group));
  screen.section('Its delivery role', roleLines(await seenRole(administrator, after.roleArn ?? '')));
  screen.section(MESSAGE, messageLines(told));
  screen.section('What started trailmend', startedLines(await dealtWith(administrator)));
  screen.section('What trailmend called', callLines(functionCalls(aws)));
  return group !== undefined && after.isLogging && now?.delivery.at !== undefined;
}

async function showPlan(stage: Stage, before: Seen): Promise<boolean> {
  const { screen, administrator, aws } = stage;
  const [told] = await screen.step('trailmend looks at the trail and tells', async () => [
    await messageAbout(stage, TRAIL, 'WOULD_FIX'),
    await ranFor(stage, TRAIL, CALLS),
  ]);
  const calls = functionCalls(aws);
  const { plan } = told.record;
  screen.section(`The trail ${TRAIL}`, trailCourse({ before, now: await seen(administrator, TRAIL) }));
  screen.section('What started trailmend', startedLines(await dealtWith(administrator)));
  screen.section('What trailmend called', callLines(calls));
  screen.section('What it would call, with the exact inputs', planLines(plan));
  screen.section(MESSAGE, messageLines(told));
  return calls.writes.length === 0 && plan.steps.length > 0;
}
