import { type Beginning, INTEGRATED } from './beginning.ts';
import { administratorOf } from './callers.ts';
import { functionCalls } from './function-calls.ts';
import { dealtWith } from './function-log.ts';
import { type Seen, seen } from './look.ts';
import type { Scenario, Stage } from './scenario.ts';
import { callLines } from './show/calls.ts';
import { messageLines } from './show/message.ts';
import { startedLines } from './show/started.ts';
import { trailCourse } from './show/trail.ts';
import { comeBy } from './sweep.ts';
import { messageAbout, SWEEP } from './waiting.ts';

/** What a scenario of one trail consists of beside its title: the trail, what is done to it, and how trailmend should end. */
export interface Story extends Pick<Scenario, 'title' | 'ends'> {
  /** The name of the trail, which no other story uses. */
  readonly trail: string;
  /** How the trail came to be; by default it logs, its owner has integrated it, and trailmend knows it. */
  readonly beginning?: Beginning;
  /** What is done to it, for the output. */
  readonly deed: string;
  readonly act: (stage: Stage, trail: string) => Promise<void>;
  /** The call of it that trailmend is to tell about; a sweep comes by when it is `sweep`. Absent: whatever it tells first with that outcome. */
  readonly startedBy?: string;
  /** The trail's home region; by default the one that trailmend is deployed in. */
  readonly region?: string;
}

/** The scenario of one trail: how it was, what was done to it, how it is now, and what people were told. */
export function scenarioOf({
  title,
  trail,
  beginning = INTEGRATED,
  deed,
  act,
  startedBy,
  region,
  ends,
}: Story): Scenario {
  return {
    title,
    parameters: {},
    commands: [`aws cloudtrail get-trail --name ${trail}`, `aws cloudtrail get-trail-status --name ${trail}`],
    ends,
    async play(deployed) {
      const stage = region === undefined ? deployed : inRegion(deployed, region);
      const { screen, administrator, aws, mode } = stage;
      const end = ends[mode];
      const look = () => seen(administrator, trail);
      const before = await screen.step(beginning.what(trail), async () => {
        await beginning.make(stage, trail);
        return look();
      });
      const writesBefore = functionCalls(aws).writes.length;
      const then = await screen.step(deed, async () => {
        await act(stage, trail);
        return look();
      });
      if (startedBy === SWEEP) await screen.step('the sweep comes by', () => comeBy(deployed));
      const told = await screen.step(`trailmend tells what became of it: ${end}`, () =>
        messageAbout(stage, trail, end, startedBy),
      );
      if (end === 'FIXED') await screen.step('AWS delivers what the trail recorded since', () => aws.delivered());
      const now = await look();
      const calls = functionCalls(aws);
      screen.section(`The trail ${trail}`, trailCourse({ before, then, now }));
      screen.section('The message for people', messageLines(told));
      screen.section('What started trailmend', startedLines(await dealtWith(deployed.administrator)));
      screen.section('What trailmend called', callLines(calls));
      if (end === 'FIXED') return isWhole(now) && deliversSince(then, now);
      return mode === 'fix' || calls.writes.length === writesBefore;
    },
  };
}

/** The same people at work in another region. */
function inRegion(stage: Stage, region: string): Stage {
  const there = administratorOf({ ...stage.aws, region });
  return { ...stage, administrator: there, engineer: there };
}

function isWhole(now: Seen): boolean {
  return Boolean(now?.trail.logGroupArn && now.trail.roleArn && now.trail.isLogging);
}

/** What AWS delivers is the proof of a repair. */
function deliversSince(then: Seen, now: Seen): boolean {
  const [last, latest] = [then?.delivery.at?.getTime() ?? 0, now?.delivery.at?.getTime() ?? 0];
  return now?.delivery.error === undefined && latest > last;
}
