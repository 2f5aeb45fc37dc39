import type { NamedPolicy } from './simulation.ts';

/**
 * Whether any statement that can concern the action looks at the tags of the resource: otherwise nobody needs to read them.
 * `aws:ResourceTag/…` as a key or as a variable is found by its text.
 */
export function asksForTags(policies: readonly NamedPolicy[], action: string): boolean {
  return statementsConcerning(policies, action).some((statement) => /resourcetag\//i.test(JSON.stringify(statement)));
}

/** The condition keys of the statements that can concern the action, as the policies write them, each once. */
export function keysAskedFor(policies: readonly NamedPolicy[], action: string): readonly string[] {
  const keys = statementsConcerning(policies, action).flatMap((statement) =>
    Object.values(Object(Reflect.get(statement, 'Condition') ?? {})).flatMap((tests) => Object.keys(Object(tests))),
  );
  return [...new Set(keys)];
}

function statementsConcerning(policies: readonly NamedPolicy[], action: string): readonly object[] {
  const statements = policies.flatMap(({ document }) => [Reflect.get(Object(document), 'Statement') ?? []].flat());
  return statements.map(Object).filter((statement) => {
    if (Reflect.has(statement, 'NotAction')) return true;
    const patterns: unknown[] = [Reflect.get(statement, 'Action')].flat();
    return patterns.some((pattern) => typeof pattern === 'string' && like(action, pattern));
  });
}

/** Actions are compared without regard to case. */
function like(action: string, pattern: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 'i').test(action);
}
