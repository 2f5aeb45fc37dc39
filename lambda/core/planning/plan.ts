import type { TrailFacts } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import { actionable, isAboutDelivery } from '../model/finding.ts';
import { NO_MEMORY, type TrailMemory } from '../model/memory.ts';
import type { Assessment, Plan, Refusal } from '../model/plan.ts';
import { CONCERNS, type Concern, type RuleId } from '../model/rule-catalog.ts';
import type { Settings } from '../model/settings.ts';
import type { Step } from '../model/step.ts';
import { names } from '../model/step.ts';
import { parseLogGroupArn } from '../model/trail-id.ts';
import type { Trigger } from '../model/trigger.ts';
import { dataEventsRefusal } from './data-events.ts';
import { integrationSteps } from './delivery-steps.ts';
import { filterPlan } from './metric-filters.ts';
import { restart } from './restart.ts';
import { type GroupTarget, selectDeliveryRole, selectLogGroup } from './targets.ts';

const NOTHING: Plan = { steps: [], refused: [] };

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
    return refuseAll(actionable(findings), { reason, detail: scope.detail, whoCanAct: scope.whoCanAct });
  }
  const about = (...concerns: readonly Concern[]) => findings.filter(({ rule }) => concerns.includes(CONCERNS[rule]));
  const starting = about('logging').map((finding) => restart(finding, facts, trigger, settings, memory));
  // A group that the trail leaves needs no longer retention.
  const leaves = about('log-group').length > 0;
  const retention = about('retention');
  const delivery = findings.filter(({ rule }) => isAboutDelivery(rule));
  const costRefusal = dataEventsRefusal(facts, trigger, settings, memory);
  const integrating = integrate(facts, leaves ? [...delivery, ...retention] : delivery, settings, costRefusal);
  const retaining = leaves ? NOTHING : retain(facts, retention, settings);
  const watching = filterPlan(facts, integrating.group, settings);
  return {
    steps: [
      ...starting.flatMap((start) => ('step' in start ? [start.step] : [])),
      ...retaining.steps,
      ...integrating.steps,
      ...watching.steps,
    ],
    refused: [
      ...starting.flatMap((start) => ('refusal' in start ? [start.refusal] : [])),
      ...retaining.refused,
      ...integrating.refused,
      ...watching.refused,
    ],
  };
}

/** Raises the retention of the trail's own group, where trailmend made it. */
function retain(facts: TrailFacts, findings: readonly Finding[], { retentionDays }: Settings): Plan {
  const { trail } = facts;
  const group = trail.read ? parseLogGroupArn(trail.value.logGroupArn) : undefined;
  const short = findings.filter(isViolated);
  if (!group || short.length === 0) return refuseUndecided(facts, findings);
  const step: Step = {
    operation: 'PutRetentionPolicy',
    input: { logGroupName: group.name, retentionInDays: retentionDays },
    needs: [],
    repairs: findings.map(({ rule }) => rule),
  };
  return { steps: [step], refused: [] };
}

/** Makes the trail deliver to a usable group through a role of ours, where something about the two is known to be broken. */
function integrate(
  facts: TrailFacts,
  findings: readonly Finding[],
  settings: Settings,
  costRefusal: Omit<Refusal, 'rule'> | undefined,
): Plan & { readonly group?: GroupTarget } {
  if (!findings.some(isViolated)) return refuseUndecided(facts, findings);
  if (costRefusal) return refuseAll(findings, costRefusal);
  const group = selectLogGroup(facts, findings, settings);
  if (!group.made) return refuseAll(findings, group.refusal);
  const role = selectDeliveryRole(facts, settings);
  if (!role.made) return refuseAll(findings, role.refusal);
  const repairs = findings.map(({ rule }) => rule);
  const steps = integrationSteps(facts, group.target, role.target, settings, repairs);
  return steps.some((step) => changes(step, facts))
    ? { steps, refused: [], group: group.target }
    : refuseAll(findings, unhelpful(findings));
}

/** An UpdateTrail with what the trail has already would be done again by every run. */
function changes(step: Step, { trail }: TrailFacts): boolean {
  return step.operation !== 'UpdateTrail' || !(trail.read && names(trail.value, step.input));
}

function unhelpful(findings: readonly Finding[]): Omit<Refusal, 'rule'> {
  const seen = findings.filter(isViolated).map(({ evidence }) => evidence.saw);
  return {
    reason: 'nothing-to-change',
    detail: `the trail has a usable log group and a delivery role as trailmend makes it, and all the same: ${seen.join('; ')}`,
    whoCanAct:
      'an administrator of the account, by looking for what denies to the role or disables the key of the log group',
  };
}

function refuseAll(findings: readonly Finding[], refusal: Omit<Refusal, 'rule'>): Plan {
  return { steps: [], refused: findings.map(({ rule }) => ({ rule, ...refusal })) };
}

function refuseUndecided(facts: TrailFacts, findings: readonly Finding[]): Plan {
  const refused = findings.map(({ rule, evidence: { source, saw } }): Refusal => {
    const whoCanAct = 'an administrator of the account';
    return isUnclear(rule, facts)
      ? { rule, reason: 'undecided', detail: `${source} does not tell for sure: ${saw}`, whoCanAct }
      : { rule, reason: 'unread-fact', detail: `${source} could not be read: ${saw}`, whoCanAct };
  });
  return { steps: [], refused };
}

/** Whether everything was read, and still nobody can tell. Trying again soon would not help. */
function isUnclear(rule: RuleId, { status, currentRole, simulation }: TrailFacts): boolean {
  if (rule === 'role-trust') return status.read && currentRole.read;
  return rule === 'role-permissions' && status.read && simulation.read;
}

function isViolated({ verdict }: Finding): boolean {
  return verdict === 'violated';
}
