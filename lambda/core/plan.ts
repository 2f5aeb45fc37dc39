import { isAboutDelivery } from './assess.ts';
import { dataEventsRefusal } from './data-events.ts';
import type { TrailFacts } from './facts.ts';
import { filterPlan } from './filter-plan.ts';
import type { Finding } from './finding.ts';
import { NO_MEMORY, type TrailMemory } from './ledger.ts';
import type { Trigger } from './occasion.ts';
import { restart } from './restart.ts';
import { RULES, type RuleId } from './rules/index.ts';
import type { Scope } from './scope.ts';
import type { Settings } from './settings.ts';
import type { Step } from './step.ts';
import { integrationSteps } from './steps.ts';
import { chooseGroup, chooseRole, type GroupTarget } from './target.ts';

/** Why a finding is not repaired. */
export type RefusalReason =
  | 'unread-fact'
  | 'exclusion-not-understood'
  | 'out-of-scope'
  | 'restart-not-allowed'
  | 'trail-just-made'
  | 'kms-key-elsewhere'
  | 'cost'
  | 'names-taken';

/** A finding that the plan leaves alone, and who can act. */
export interface Refusal {
  readonly rule: RuleId;
  readonly reason: RefusalReason;
  readonly detail: string;
  readonly whoCanAct: string;
}

/** Steps in order, plus refusals with reasons. A dry run, a log line, a message and a test show this same object. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly refused: readonly Refusal[];
}

/** Everything that a plan is made from. */
export interface Assessment {
  readonly facts: TrailFacts;
  readonly findings: readonly Finding[];
  readonly scope: Scope;
}

/**
 * The steps that repair what was found, and a refusal for every finding that no step repairs.
 * @param memory what the ledger holds of the trail; nothing where it could not be read
 */
export function planFor(
  { facts, findings, scope }: Assessment,
  trigger: Trigger,
  settings: Settings,
  memory: TrailMemory = NO_MEMORY,
): Plan {
  if (scope.scope !== 'in') {
    const reason = scope.scope === 'out' ? 'out-of-scope' : scope.reason;
    return refuseAll(findings, { reason, detail: scope.detail, whoCanAct: scope.whoCanAct });
  }
  const logging = findings.filter(({ rule }) => RULES[rule].concern === 'logging');
  const delivery = findings.filter(({ rule }) => isAboutDelivery(rule));
  const starting = logging.map((finding) => restart(finding, facts, trigger, settings, memory));
  const tooDear = dataEventsRefusal(facts, trigger, settings, memory);
  const integrating = integrate(facts, delivery, settings, tooDear);
  const watching = filterPlan(facts, integrating.group, settings);
  return {
    steps: [
      ...starting.flatMap((start) => ('step' in start ? [start.step] : [])),
      ...integrating.steps,
      ...watching.steps,
    ],
    refused: [
      ...starting.flatMap((start) => ('refusal' in start ? [start.refusal] : [])),
      ...integrating.refused,
      ...watching.refused,
    ],
  };
}

/** Makes the trail deliver to a usable group through a role of ours, where something about the two is known to be broken. */
function integrate(
  facts: TrailFacts,
  findings: readonly Finding[],
  settings: Settings,
  tooDear: Omit<Refusal, 'rule'> | undefined,
): Plan & { readonly group?: GroupTarget } {
  const broken = findings.some(({ verdict }) => verdict === 'violated');
  if (!broken) return refuseUnread(findings);
  if (tooDear) return refuseAll(findings, tooDear);
  const group = chooseGroup(facts, findings, settings);
  if (!group.made) return refuseAll(findings, group.refusal);
  const role = chooseRole(facts, settings);
  if (!role.made) return refuseAll(findings, role.refusal);
  const repairs = findings.map(({ rule }) => rule);
  const steps = integrationSteps(facts, group.target, role.target, settings, repairs);
  return { steps, refused: [], group: group.target };
}

function refuseAll(findings: readonly Finding[], refusal: Omit<Refusal, 'rule'>): Plan {
  return { steps: [], refused: findings.map(({ rule }) => ({ rule, ...refusal })) };
}

function refuseUnread(findings: readonly Finding[]): Plan {
  const refused = findings.map(({ rule, evidence }): Refusal => {
    const detail = `${evidence.source} could not be read: ${evidence.saw}`;
    return { rule, reason: 'unread-fact', detail, whoCanAct: 'an administrator of the account' };
  });
  return { steps: [], refused };
}
