import { blank } from '../blank.ts';
import { plant } from '../ledger-table.ts';
import type { Scenario } from '../scenario.ts';
import { createTrailScenario } from '../trail-scenario.ts';
import { makeIntegration, trailArnOf } from '../trails.ts';

const FUTURE = '2099-01-01T00:00:00.000Z';

/** Facts decide, and not what the ledger says about them. */
export const poisonedLedger: Scenario = createTrailScenario({
  title: 'An administrator writes invented history into the ledger of trailmend, and then breaks a trail.',
  trail: 'poisoned',
  change: 'A lease until 2099 and a former log group, written into the ledger; then UpdateTrail: no log group',
  async makeChange(stage, trail) {
    const { administrator } = stage;
    const target = await makeIntegration(administrator, 'mallory');
    const trigger = { kind: 'sweep', time: FUTURE };
    await plant(administrator, stage, trailArnOf(administrator, trail), {
      lease: { holder: 'nobody', until: FUTURE, dirty: false, begun: { trigger, findings: [] } },
      lastKnownGood: { ...target, since: FUTURE },
    });
    await blank(administrator, trail);
  },
  trigger: 'UpdateTrail',
  expectedOutcome: { fix: 'FIXED', 'dry-run': 'WOULD_FIX' },
});
