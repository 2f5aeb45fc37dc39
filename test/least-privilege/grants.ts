import type { Authorization } from '../../local/iam/authorizations.ts';

/** One action on one pattern of resources, as one statement allows it. */
export interface Grant {
  readonly policy: string;
  /** The Sid, or the number of the statement, counted from 1. */
  readonly statement: string;
  readonly action: string;
  /** An ARN with wildcards. */
  readonly resource: string;
  /** The condition keys that the statement looks at. */
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

/** What was asked for and allowed by this grant, its conditions included. */
export function usesOf(grant: Grant, asked: readonly Authorization[]): readonly Authorization[] {
  const { policy, statement, action, keys } = grant;
  return asked.filter(
    (need) =>
      need.allowed &&
      need.action === action &&
      need.allowedBy.some((by) => by.policy === policy && by.statement === statement) &&
      (grant.resource === '*' || fillings(grant.resource, need.resource) !== undefined) &&
      keys.every((key) => Object.keys(need.keys).some((sent) => sent.toLowerCase() === key.toLowerCase())),
  );
}

/**
 * The wildcards of a grant that were needed for less than they let in: everything that stood in their place begins alike.
 * `*` alone stands for actions that know no narrower resource, which test/infra/permissions.test.ts lists.
 */
export function looseWildcards({ resource }: Grant, uses: readonly Authorization[]): readonly string[] {
  if (resource === '*') return [];
  const filled = uses.flatMap((use) => [fillings(resource, use.resource) ?? []]);
  const stars = resource.split('*').length - 1;
  return Array.from({ length: stars }, (_, star) => commonStart(filled.map((values) => values[star] ?? ''))).filter(
    (start) => start !== '',
  );
}

/** What stands in the place of each `*`; undefined where the pattern does not fit. */
function fillings(pattern: string, arn: string): readonly string[] | undefined {
  const source = pattern.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '(.*?)');
  return new RegExp(`^${source}$`).exec(arn)?.slice(1);
}

function commonStart([first = '', ...others]: readonly string[]): string {
  const differs = [...first].findIndex((letter, at) => others.some((other) => other[at] !== letter));
  return differs === -1 ? first : first.slice(0, differs);
}
