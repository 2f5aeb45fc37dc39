import { TRAIL_CHANGES_RULE } from '../../lambda/core/integration/names.ts';
import type { EventRuleStatus } from '../../lambda/core/model/region-scan.ts';
import type { Check } from './account-facts.ts';
import { awsCommand, revertDrift } from './mend.ts';
import { type Finding, ok, problem, unknown } from './result.ts';
import type { OwnRegion, StackFacts } from './stack-facts.ts';

const PROBLEMS: Readonly<Record<Exclude<EventRuleStatus, 'active'>, string>> = {
  missing: 'does not exist',
  disabled: 'is disabled',
  changed: 'has another event pattern',
  'without-target': 'does not have its target',
  'altered-input': 'has a target that does not receive the event',
  'other-role': 'has a target with another role',
};

/** The event rule of each Region with a part of trailmend starts the function. */
export const eventRules: Check<Pick<StackFacts, 'ownRegions' | 'stack'>> = ({ ownRegions, stack }) =>
  ownRegions.map((own) => judgeRule(own, revertDrift(stack.region, stack.config.forwarderRegions)));

function judgeRule({ region, eventRule }: OwnRegion, redeployment: string): Finding {
  const rule = `event rule ${TRAIL_CHANGES_RULE} in ${region}`;
  if (!eventRule.read) return unknown(`the ${rule}`, eventRule);
  if (eventRule.value === 'active') return ok(`The ${rule} delivers trail events to trailmend.`);
  const says = `The ${rule} ${PROBLEMS[eventRule.value]}, so that only sweeps find changes of trails there.`;
  if (eventRule.value !== 'disabled') return problem(says, redeployment);
  return problem(says, awsCommand('events enable-rule', { Name: TRAIL_CHANGES_RULE }, region));
}
