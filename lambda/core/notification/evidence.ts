import type { AnyFinding } from '../model/finding.ts';
import { foreign, sentence } from '../model/foreign-text.ts';
import type { AppliedStep, OutcomeRecord } from '../model/outcome.ts';
import type { Step } from '../model/step.ts';

/**
 * The findings, one line for each evidence. A line names only the rules if the text before it says
 * the evidence.
 */
export function findingLines(findings: readonly AnyFinding[], before = ''): readonly string[] {
  const bySaw = Map.groupBy(findings, ({ evidence, verdict }) => `${verdict} ${evidence.saw}`);
  return [...bySaw.values()].map((group) => {
    const [{ evidence, verdict } = group[0] as AnyFinding] = group;
    const rules = group.map(({ rule }) => rule).join(', ');
    const named = `${verdict === 'undecided' ? 'undecided: ' : ''}${rules}`;
    return before.includes(evidence.saw) ? named : `${sentence(evidence.saw)} (${named}, ${evidence.source})`;
  });
}

/** The refusals whose reason the text before does not say, one line for each reason. */
export function refusalLines({ plan, detail }: OutcomeRecord): readonly string[] {
  const unsaid = plan.refused.filter((refusal) => !detail.includes(refusal.detail));
  const byDetail = Map.groupBy(unsaid, (refusal) => refusal.detail);
  return [...byDetail].map(([why, refusals]) => `${refusals.map(({ rule }) => rule).join(', ')}: ${sentence(why)}`);
}

/** The calls of a run and their results. An error that the text before says has only its code. */
export function appliedLines({ applied, detail }: OutcomeRecord): readonly string[] {
  const said = new Set<string>();
  return applied.map(({ step, result, attempts, error }) => {
    const call = `${step.operation} ${resourceOf(step)}`;
    const tries = attempts > 1 ? ` after ${attempts} attempts` : '';
    if (result === 'outdated') return `${call}: stopped${tries} because the trail was changed meanwhile`;
    if (result === 'not-attempted') return `${call}: not attempted because a call that it needs did not succeed`;
    if (!error) return `${call}: done${tries}`;
    const message = foreign(error.message);
    const isSaid = detail.includes(message) || said.has(message);
    said.add(message);
    return `${call}: failed${tries}: ${foreign(error.code)}${isSaid ? '' : `: ${message}`}`;
  });
}

/** The operations that succeeded, each once. */
export function operationsDone(applied: readonly AppliedStep[]): readonly string[] {
  return [...new Set(applied.filter(({ result }) => result === 'done').map(({ step }) => step.operation))];
}

/** What a step creates or changes. */
function resourceOf({ input }: Step): string {
  if ('filterName' in input) return `${input.filterName} of ${input.logGroupName}`;
  if ('logGroupName' in input) return input.logGroupName;
  return 'RoleName' in input ? input.RoleName : input.Name;
}
