import {
  DisableRuleCommand,
  EnableRuleCommand,
  ListTargetsByRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { TRAIL_CHANGES_RULE } from '../../../lambda/core/integration/names.ts';
import type { Deed, Deeds } from '../deed.ts';
import { BY_RULE } from '../reported.ts';
import type { Scene } from '../scene.ts';

const power = 'events';
const Rule = TRAIL_CHANGES_RULE;

async function targetOfRule({ administrator: { events } }: Scene): Promise<Target> {
  const { Targets: [target] = [] } = await events.send(new ListTargetsByRuleCommand({ Rule }));
  if (target === undefined) throw new Error(`The rule ${Rule} has no target.`);
  return target;
}

/** A change of the target of the event rule, and how to undo it. */
function retargeted(title: string, change: (scene: Scene, target: Target) => Promise<unknown>): Deed {
  return {
    power,
    title,
    expected: /event rule/,
    reported: BY_RULE,
    trail: 'none',
    async act(scene) {
      const original = await targetOfRule(scene);
      await change(scene, original);
      return () => scene.administrator.events.send(new PutTargetsCommand({ Rule, Targets: [original] }));
    },
  };
}

/** A change of some members of the target. */
const changedTarget = (title: string, members: (scene: Scene) => Partial<Target>): Deed =>
  retargeted(title, (scene, target) =>
    scene.attacker.events.send(new PutTargetsCommand({ Rule, Targets: [{ ...target, ...members(scene) }] })),
  );

export const eventsDeeds: Deeds = {
  'rule-input': changedTarget('PutTargets: a constant input', () => ({ Input: '{}' })),
  'rule-input-path': changedTarget('PutTargets: an input path', () => ({ InputPath: '$.time' })),
  'rule-transformer': changedTarget('PutTargets: an input transformer', () => ({
    InputTransformer: { InputPathsMap: { id: '$.id' }, InputTemplate: '{"id": <id>}' },
  })),
  'rule-role': changedTarget('PutTargets: another role', ({ aws }) => ({
    RoleArn: `arn:aws:iam::${aws.account}:role/nothing`,
  })),
  'rule-gap': {
    power,
    title: 'DisableRule and EnableRule between two sweeps',
    expected: /event rule/,
    reported: { ...BY_RULE, messages: 2 },
    trail: 'none',
    async act({ attacker: { events } }) {
      await events.send(new DisableRuleCommand({ Name: Rule }));
      await events.send(new EnableRuleCommand({ Name: Rule }));
    },
  },
  'rule-removed-target': retargeted('RemoveTargets', ({ attacker }, { Id = '' }) =>
    attacker.events.send(new RemoveTargetsCommand({ Rule, Ids: [Id] })),
  ),
};
