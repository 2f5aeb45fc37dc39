import { administratorOf } from './callers.ts';
import { functionCalls } from './function-calls.ts';
import { dealtWith } from './function-log.ts';
import { type SeenTrail, trailIfAny } from './look.ts';
import type { Scenario, Stage } from './scenario.ts';
import { callLines } from './show/calls.ts';
import { messageLines } from './show/message.ts';
import { startedLines } from './show/started.ts';
import { trailCourse } from './show/trail.ts';
import { comeBy } from './sweep.ts';
import { makeBucket, makeIntegration, makeTrail } from './trails.ts';
import { messageAbout, ranFor, SWEEP } from './waiting.ts';

/** What a scenario of one trail consists of beside its title: the trail, what is done to it, and how trailmend should end. */
export interface Story extends Pick<Scenario, 'title' | 'ends'> {
  /** The name of the trail, which no other story uses. */
  readonly trail: string;
  /** Makes the trail; by default it logs and its owner has integrated it. */
  readonly make?: (stage: Stage, trail: string) => Promise<void>;
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
  make = makeIntegratedTrail,
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
      const look = () => trailIfAny(administrator, trail);
      const made = await screen.step(`the trail ${trail}`, async () => {
        await make(stage, trail);
        return look();
      });
      const writesBefore = functionCalls(aws).writes.length;
      const harmed = await screen.step(deed, async () => {
        await act(stage, trail);
        return look();
      });
      if (startedBy === SWEEP) await screen.step('the sweep comes by', () => comeBy(deployed));
      const told = await screen.step(`trailmend tells what became of it: ${ends[mode]}`, () =>
        messageAbout(stage, trail, ends[mode], startedBy),
      );
      const now = await look();
      const calls = functionCalls(aws);
      screen.section(`The trail ${trail}`, trailCourse([made, harmed, now]));
      screen.section('The message for people', messageLines(told));
      screen.section('What started trailmend', startedLines(await dealtWith(deployed.administrator)));
      screen.section('What trailmend called', callLines(calls));
      if (ends[mode] === 'FIXED') return now !== undefined && isWhole(now);
      return mode === 'fix' || calls.writes.length === writesBefore;
    },
  };
}

/** The same people at work in another region. */
function inRegion(stage: Stage, region: string): Stage {
  const there = administratorOf({ ...stage.aws, region });
  return { ...stage, administrator: there, engineer: there };
}

/** Waits for the end of the runs that its making starts, so that what is done next is not taken for a part of it. */
async function makeIntegratedTrail(stage: Stage, trail: string): Promise<void> {
  const { engineer, administrator, aws } = stage;
  const integration = await makeIntegration(administrator, trail);
  await makeTrail(engineer, trail, await makeBucket(engineer, trail), integration);
  if (administrator.region === aws.region) await ranFor(stage, trail, ['CreateTrail', 'StartLogging']);
}

function isWhole({ logGroupArn, roleArn, isLogging }: SeenTrail): boolean {
  return Boolean(logGroupArn && roleArn && isLogging);
}
