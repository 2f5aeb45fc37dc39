import { ListTargetsByRuleCommand, PutTargetsCommand, type Target } from '@aws-sdk/client-eventbridge';
import { TRAIL_CHANGES_RULE as Rule } from '../../lambda/core/integration/names.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { messageLines } from '../show/message.ts';
import { summaryLines } from '../show/summary.ts';
import { NOTIFICATION_TITLE, SUMMARY_TITLE } from '../show/titles.ts';
import type { ReceivedMessage } from '../subscriber.ts';
import { runSweep } from '../sweep.ts';
import { until, WAIT_LIMIT_MS } from '../until.ts';

/**
 * The rule is enabled and has its pattern and its target. It delivers a constant instead of events.
 */
export const deafRule: Scenario = {
  title: "An administrator gives the target of trailmend's event rule a constant input.",
  parameters: {},
  commands: [`aws events list-targets-by-rule --rule ${Rule}`],
  expectedOutcome: { fix: 'BLOCKED', 'dry-run': 'BLOCKED' },
  async run(stage) {
    const { screen, administrator } = stage;
    screen.section('What happens', []);
    const { Targets = [] } = await administrator.events.send(new ListTargetsByRuleCommand({ Rule }));
    await screen.step('The administrator sets the constant input {}: PutTargets', () =>
      putTargets(
        stage,
        Targets.map((target) => ({ ...target, Input: '{}' })),
      ),
    );
    await screen.step('EventBridge Scheduler starts a sweep', () => runSweep(stage));
    const message = await screen.step('trailmend responds with the outcome BLOCKED', () => waitForReport(stage));
    screen.section(SUMMARY_TITLE, summaryLines(message.record));
    screen.section(NOTIFICATION_TITLE, messageLines(message));
    await screen.step('The administrator removes the constant: PutTargets', () => putTargets(stage, Targets));
    return true;
  },
};

async function putTargets({ administrator }: Stage, Targets: Target[]): Promise<void> {
  await administrator.events.send(new PutTargetsCommand({ Rule, Targets }));
}

function waitForReport({ subscriber, signal }: Stage): Promise<ReceivedMessage> {
  const probe = async () => (await subscriber.received()).find(({ record }) => record.reason === 'not-listening');
  return until('The message that trailmend receives no events', probe, { withinMs: WAIT_LIMIT_MS, signal });
}
