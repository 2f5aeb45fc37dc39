import type { Authorization } from '../../local/iam/authorizations.ts';

/** One action on one pattern of resources, as one statement allows it. */
export interface Grant {
  readonly policy: string;
  /** The Sid, or the number of the statement, counted from 1. */
  readonly statement: string;
  readonly action: string;
  /** An ARN with wildcards. */
  readonly resource: string;
  /** The condition keys of the statement. */
  readonly keys: readonly string[];
}

interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** @param policies JSON by name */
export function grantsIn(policies: Readonly<Record<string, string>>): readonly Grant[] {
  return Object.entries(policies).flatMap(([policy, document]) => {
    const statements: readonly Statement[] = [JSON.parse(document).Statement].flat();
    return statements.flatMap(({ Sid, Effect, Action, Resource, Condition = {} }, index) => {
      if (Effect === 'Deny') return [];
      const keys = Object.values(Condition).flatMap(Object.keys);
      const statement = Sid ?? String(index + 1);
      return [Action]
        .flat()
        .flatMap((action) => [Resource].flat().map((resource) => ({ policy, statement, action, resource, keys })));
    });
  });
}

/** The authorizations that this grant and its conditions allowed. */
export function usesOf(grant: Grant, authorizations: readonly Authorization[]): readonly Authorization[] {
  const { policy, statement, action, keys } = grant;
  return authorizations.filter(
    (one) =>
      one.allowed &&
      one.action === action &&
      one.allowedBy.some((by) => by.policy === policy && by.statement === statement) &&
      (grant.resource === '*' || fillings(grant.resource, one.resource) !== undefined) &&
      keys.every((key) => Object.keys(one.keys).some((sent) => sent.toLowerCase() === key.toLowerCase())),
  );
}

/**
 * The wildcards of a grant that allow more than was needed: all values in their place have the same
 * beginning. `*` alone is for actions without a narrower resource, which
 * test/infra/permissions.test.ts lists.
 */
export function looseWildcards({ resource }: Grant, uses: readonly Authorization[]): readonly string[] {
  if (resource === '*') return [];
  const filled = uses.flatMap((use) => [fillings(resource, use.resource) ?? []]);
  const stars = resource.split('*').length - 1;
  return Array.from({ length: stars }, (_, star) => commonStart(filled.map((values) => values[star] ?? ''))).filter(
    (start) => start !== '',
  );
}

/** The values in the place of each `*`; undefined when the pattern does not match. */
function fillings(pattern: string, arn: string): readonly string[] | undefined {
  const source = pattern.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '(.*?)');
  return new RegExp(`^${source}$`).exec(arn)?.slice(1);
}

function commonStart([first = '', ...others]: readonly string[]): string {
  const differs = [...first].findIndex((letter, at) => others.some((other) => other[at] !== letter));
  return differs === -1 ? first : first.slice(0, differs);
}
