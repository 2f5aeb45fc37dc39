import { matchesWildcard } from '../../lambda/core/integration/iam-wildcard.ts';
import { type Fields, isFields, type Statement, stringsIn } from '../../lambda/core/integration/policy-statements.ts';
import { allOf, type Match, meetsAll, not, type RequestContext } from './conditions.ts';

/** A request, as far as a policy can ask about it. */
export interface PolicyRequest {
  /** A service such as `cloudtrail.amazonaws.com`. Absent: the policy has no principals. */
  readonly service?: string;
  readonly action: string;
  readonly resource: string;
  /** The condition keys whose values are known. */
  readonly context: RequestContext;
}

/** `unclear`: only a real call would show. */
export type Decision = 'allowed' | 'denied' | 'not-allowed' | 'unclear';

/**
 * What one policy decides about a request.
 * Source: IAM user guide, "Policy evaluation logic" and "IAM JSON policy elements".
 */
export function decide(statements: readonly Statement[], request: PolicyRequest): Decision {
  const found = (effect: Statement['Effect'], match: Match): boolean =>
    statements.some((statement) => statement.Effect === effect && applies(statement, request) === match);
  if (found('Deny', true)) return 'denied';
  if (found('Deny', 'unclear')) return 'unclear';
  if (found('Allow', true)) return 'allowed';
  return found('Allow', 'unclear') ? 'unclear' : 'not-allowed';
}

/** Whether a statement is about the request. */
export function applies(statement: Statement, { service, action, resource, context }: PolicyRequest): Match {
  return allOf([
    service === undefined ? true : element(statement, 'Principal', (principal) => isService(principal, service)),
    element(statement, 'Action', (patterns) => matchesOne(patterns, action, true)),
    element(statement, 'Resource', (patterns) => matchesOne(patterns, resource, false)),
    meetsAll(statement['Condition'], context),
  ]);
}

/** Judges an element or its opposite, such as NotAction. A statement has one of them. */
function element(statement: Fields, name: string, matches: (value: unknown) => Match): Match {
  if (statement[name] !== undefined) return matches(statement[name]);
  const opposite = statement[`Not${name}`];
  return opposite === undefined ? 'unclear' : not(matches(opposite));
}

function isService(principal: unknown, service: string): Match {
  if (principal === '*') return true;
  if (!isFields(principal)) return 'unclear';
  return stringsIn(principal['Service']).includes(service) || stringsIn(principal['AWS']).includes('*');
}

/** Actions are the same in every case. A policy variable needs a value that nobody knows here. */
function matchesOne(patterns: unknown, text: string, isAction: boolean): Match {
  const folded = (value: string): string => (isAction ? value.toLowerCase() : value);
  const strings = stringsIn(patterns);
  if (strings.some((pattern) => matchesWildcard(folded(pattern), folded(text)))) return true;
  return strings.some((pattern) => pattern.includes('${')) ? 'unclear' : false;
}
