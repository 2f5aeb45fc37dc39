import { AddTagsCommand, PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import type { Scenario } from '../scenario.ts';
import { createTrailScenario } from '../trail-scenario.ts';
import { trailArnOf } from '../trails.ts';
import { waitForMessage } from '../wait-for.ts';

const TRAIL = 'narrowed';

const weakening = createTrailScenario({
  title: 'An engineer lets a trail record less. trailmend reports it until its owner restores or accepts the change.',
  trail: TRAIL,
  change: 'sam lets the trail record only events that read: PutEventSelectors',
  async makeChange({ engineer }, TrailName) {
    const EventSelectors = [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true } as const];
    await engineer.cloudTrail.send(new PutEventSelectorsCommand({ TrailName, EventSelectors }));
  },
  trigger: 'PutEventSelectors',
  expectedOutcome: { fix: 'BLOCKED', 'dry-run': 'BLOCKED' },
});

/** The message names the tag that accepts exactly this change. */
export const narrowed: Scenario = {
  ...weakening,
  async run(stage) {
    const isReported = await weakening.run(stage);
    const { text } = await waitForMessage(stage, TRAIL, 'BLOCKED', 'PutEventSelectors');
    const [, Value] = /trailmend:accept"?,\s*"?Value[=:]"?([\w-]+)/.exec(text) ?? [];
    await stage.screen.step(`The owner accepts the change: AddTags trailmend:accept=${Value}`, async () => {
      const input = {
        ResourceId: trailArnOf(stage.administrator, TRAIL),
        TagsList: [{ Key: 'trailmend:accept', Value }],
      };
      await stage.administrator.cloudTrail.send(new AddTagsCommand(input));
      return waitForMessage(stage, TRAIL, 'COMPLIANT', 'AddTags');
    });
    return isReported;
  },
};
