import { matchesWildcard } from '../../lambda/core/integration/iam-wildcard.ts';
import type { NamedPolicy } from './simulation.ts';

/**
 * Whether a statement that can apply to the action uses the resource's tags: otherwise they need
 * not be read. Finds `aws:ResourceTag/…` as a key or as a variable by its text.
 */
export function usesResourceTags(policies: readonly NamedPolicy[], action: string): boolean {
  return statementsAbout(policies, action).some((statement) => /resourcetag\//i.test(JSON.stringify(statement)));
}

/**
 * The condition keys of the statements that can apply to the action, as the policies write them,
 * each once.
 */
export function conditionKeysIn(policies: readonly NamedPolicy[], action: string): readonly string[] {
  const keys = statementsAbout(policies, action).flatMap((statement) =>
    Object.values(Object(Reflect.get(statement, 'Condition') ?? {})).flatMap((tests) => Object.keys(Object(tests))),
  );
  return [...new Set(keys)];
}

function statementsAbout(policies: readonly NamedPolicy[], action: string): readonly object[] {
  const statements = policies.flatMap(({ document }) => [Reflect.get(Object(document), 'Statement') ?? []].flat());
  return statements.map(Object).filter((statement) => {
    if (Reflect.has(statement, 'NotAction')) return true;
    const patterns: unknown[] = [Reflect.get(statement, 'Action')].flat();
    return patterns.some((pattern) => typeof pattern === 'string' && matchesAction(action, pattern));
  });
}

/** IAM compares actions without regard to case. */
function matchesAction(action: string, pattern: string): boolean {
  return matchesWildcard(pattern.toLowerCase(), action.toLowerCase());
}
