import { PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import type { Scenario, Stage } from '../scenario.ts';
import { runSweep } from '../sweep.ts';
import { createTrailScenario } from '../trail-scenario.ts';
import { waitForRuns } from '../wait-for.ts';

const TRAIL = 'narrowed';

const weakening = createTrailScenario({
  title: 'An engineer lets a trail record less. trailmend reports it until the selectors are restored.',
  trail: TRAIL,
  change: 'sam lets the trail record only events that read: PutEventSelectors',
  async makeChange(stage) {
    // In the first minutes of a trail, its creator may still be selecting events.
    await runSweep(stage);
    await select(stage, 'ReadOnly');
  },
  trigger: 'PutEventSelectors',
  expectedOutcome: { fix: 'BLOCKED', 'dry-run': 'BLOCKED' },
});

/** trailmend restores no selectors itself. */
export const narrowed: Scenario = {
  ...weakening,
  async run(stage) {
    const isReported = await weakening.run(stage);
    await stage.screen.step('sam restores the selectors: PutEventSelectors', async () => {
      await select(stage, 'All');
      await waitForRuns(stage, TRAIL, ['PutEventSelectors']);
    });
    return isReported;
  },
};

async function select({ engineer }: Stage, ReadWriteType: 'ReadOnly' | 'All'): Promise<void> {
  const EventSelectors = [{ ReadWriteType, IncludeManagementEvents: true }];
  await engineer.cloudTrail.send(new PutEventSelectorsCommand({ TrailName: TRAIL, EventSelectors }));
}
