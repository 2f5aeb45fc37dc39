import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import type { Scenario } from '../scenario.ts';
import { createUser } from '../sessions.ts';
import { createTrailScenario } from '../trail-scenario.ts';

/** As many as CloudTrail accepts in a few seconds: one write a second. */
const DENIED_CALLS = 5;
const MOST_MESSAGES = 2;

const stopped = createTrailScenario({
  title: 'A user without permissions makes denied calls on invented trails. Among them, an engineer stops a trail.',
  trail: 'flooded',
  change: `eve fails to stop ${DENIED_CALLS} invented trails; sam stops the trail: StopLogging`,
  async makeChange({ aws, engineer }, trail) {
    const eve = await createUser('eve', aws, { Effect: 'Deny', Action: '*', Resource: '*' }, { maxAttempts: 20 });
    for (let call = 1; call <= DENIED_CALLS; call += 1)
      await eve.cloudTrail.send(new StopLoggingCommand({ Name: `invented-${call}` })).catch(() => {});
    await engineer.cloudTrail.send(new StopLoggingCommand({ Name: trail }));
  },
  trigger: 'StopLogging',
  expectedOutcome: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});

/** The message about the trail gets through, and few are about the denied calls. */
export const flood: Scenario = {
  ...stopped,
  async run(stage) {
    const isRepaired = await stopped.run(stage);
    const received = await stage.subscriber.received();
    const denied = received.filter(({ subject }) => subject.includes('eve'));
    stage.screen.section(
      `Messages about the ${DENIED_CALLS} denied calls`,
      denied.map(({ subject }) => subject),
    );
    return isRepaired && denied.length > 0 && denied.length <= MOST_MESSAGES;
  },
};
