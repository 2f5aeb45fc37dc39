import { NOT_ASKED } from '../model/fact.ts';
import { namedGroup, type TrailFacts } from '../model/facts.ts';
import { actionable, type Finding, isAboutIntegration, isViolated } from '../model/finding.ts';
import { NO_MEMORY } from '../model/memory.ts';
import { type Assessment, EMPTY_PLAN, type Plan, type RefusalCause, refuseAll, unreadFact } from '../model/plan.ts';
import { CONCERNS, type Concern, type RuleId } from '../model/rule-catalog.ts';
import type { Settings } from '../model/settings.ts';
import { type Step, targetOf } from '../model/step.ts';
import { isSameTarget } from '../model/trail.ts';
import { ADMINISTRATOR } from '../model/who-can-act.ts';
import { dataEventsRefusal } from './data-events.ts';
import { selectDeliveryRole } from './delivery-role-target.ts';
import { integrationSteps } from './delivery-steps.ts';
import { isTargetFault, lateDeliveryRefusal } from './late-deliveries.ts';
import { type GroupTarget, selectLogGroup } from './log-group-target.ts';
import { filterPlan } from './metric-filters.ts';
import { withPause } from './pause.ts';
import type { PlanContext } from './plan-context.ts';
import { restart } from './restart.ts';

/** Whether a plan has to select a log group and a role, for which it needs `RepairFacts`. */
export function needsRepairFacts({ facts, findings, scope }: Assessment): boolean {
  return scope.scope === 'in' && findings.some((finding) => isTargetFault(finding, facts));
}

/** Plans the steps of a repair, and refuses every finding that no step repairs. */
export function planFor({ facts, findings: all, scope }: Assessment, context: PlanContext): Plan {
  const findings = actionable(all);
  if (scope.scope !== 'in') {
    const reason = scope.scope === 'out' ? 'out-of-scope' : scope.reason;
    return refuseAll(findings, { reason, detail: scope.detail, whoCanAct: scope.whoCanAct });
  }
  const about = (concern: Concern) => findings.filter(({ rule }) => CONCERNS[rule] === concern);
  const delivery = findings.filter(({ rule }) => isAboutIntegration(rule));
  const retention = about('retention');
  // trailmend does not raise the retention of a log group that the trail leaves.
  const isLeaving = about('log-group').length > 0;
  const integration = integrate(facts, isLeaving ? [...delivery, ...retention] : delivery, context, all);
  const plan = joinPlans([
    ...about('logging').map((finding) => restart(finding, facts, context)),
    isLeaving ? EMPTY_PLAN : raiseRetention(facts, retention, context.settings),
    integration,
    filterPlan(facts, integration.group, context.settings),
  ]);
  return withPause(plan, facts, context);
}

function joinPlans(plans: readonly Plan[]): Plan {
  return { steps: plans.flatMap(({ steps }) => steps), refused: plans.flatMap(({ refused }) => refused) };
}

/** Raises the retention of the trail's own group. */
function raiseRetention(facts: TrailFacts, findings: readonly Finding[], { retentionDays }: Settings): Plan {
  const group = namedGroup(facts);
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

/** Plans a target for the trail, if a finding shows a fault of its log group or role. */
function integrate(
  facts: TrailFacts,
  findings: readonly Finding[],
  { trigger, settings, memory = NO_MEMORY, repairFacts }: PlanContext,
  all: readonly Finding[],
): Plan & { readonly group?: GroupTarget } {
  if (!findings.some((finding) => isTargetFault(finding, facts))) return refuseUndecided(facts, findings);
  const costRefusal = dataEventsRefusal(facts, trigger, settings, memory);
  if (costRefusal) return refuseAll(findings, costRefusal);
  if (!repairFacts) throw new Error('A repair of the delivery was planned without its repair facts.');
  const group = selectLogGroup(facts, repairFacts, all, settings);
  if (!group.ok) return refuseAll(findings, group.error);
  const role = selectDeliveryRole(facts, repairFacts, settings, group.value.name);
  if (!role.ok) return refuseAll(findings, role.error);
  const repairs = findings.map(({ rule }) => rule);
  const steps = integrationSteps(facts, group.value, role.value, settings, repairs);
  return steps.some((step) => hasEffect(step, facts))
    ? { steps, refused: [], group: group.value }
    : refuseAll(findings, nothingToChange(findings));
}

/** Whether a step changes anything. Every run would repeat an UpdateTrail to the same target. */
function hasEffect(step: Step, { trail }: TrailFacts): boolean {
  return step.operation !== 'UpdateTrail' || !(trail.read && isSameTarget(targetOf(step.input), trail.value));
}

function nothingToChange(findings: readonly Finding[]): RefusalCause {
  const seen = findings.filter(isViolated).map(({ evidence }) => evidence.saw);
  return {
    reason: 'nothing-to-change',
    detail: `the trail has a usable log group and trailmend's own delivery role, but ${seen.join('; ')}`,
    whoCanAct: `${ADMINISTRATOR} (find the policy that denies the role access)`,
  };
}

function refuseUndecided(facts: TrailFacts, findings: readonly Finding[]): Plan {
  const refused: Plan['refused'] = findings.map((finding) => {
    const { rule, evidence } = finding;
    const { source, saw } = evidence;
    const late = lateDeliveryRefusal(finding, findings, facts);
    if (late) return { rule, ...late };
    return isUnclear(rule, facts)
      ? { rule, reason: 'undecided', detail: `${source} is inconclusive: ${saw}`, whoCanAct: ADMINISTRATOR }
      : { rule, ...unreadFact(`${source}: ${saw}`) };
  });
  return { steps: [], refused };
}

/** Whether the rule is undecided although every fact was read. A retry would not help. */
function isUnclear(rule: RuleId, { status, currentRole, simulation }: TrailFacts): boolean {
  const isKnown = (fact: typeof currentRole | typeof simulation) => fact === NOT_ASKED || fact.read;
  if (rule === 'role-trust') return status.read && isKnown(currentRole);
  return rule === 'role-permissions' && status.read && isKnown(simulation);
}
