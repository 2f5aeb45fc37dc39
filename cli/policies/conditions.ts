import { matchesWildcard } from '../../lambda/core/integration/iam-wildcard.ts';
import { isFields } from '../../lambda/core/integration/policy-statements.ts';

/** Values by condition key. A key that is missing has an unknown value. */
export type RequestContext = Readonly<Record<string, string>>;

/** Whether something applies. `unclear`: a value is unknown. */
export type Match = boolean | 'unclear';

type Compare = (wanted: string, value: string) => boolean;

const sameText: Compare = (wanted, value) => wanted === value;
const sameIgnoringCase: Compare = (wanted, value) => wanted.toLowerCase() === value.toLowerCase();
const like: Compare = (wanted, value) => matchesWildcard(wanted, value);

/** By operator in lower case. Other operators are unclear. */
const OPERATORS: ReadonlyMap<string, Compare> = new Map([
  ['stringequals', sameText],
  ['stringequalsignorecase', sameIgnoringCase],
  ['stringlike', like],
  ['arnequals', like],
  ['arnlike', like],
  ['bool', sameIgnoringCase],
]);

/**
 * Whether a request meets all conditions of a statement.
 * Source: IAM user guide, "IAM JSON policy elements: Condition operators".
 */
export function meetsAll(condition: unknown, context: RequestContext): Match {
  if (condition === undefined) return true;
  if (!isFields(condition)) return 'unclear';
  return allOf(
    Object.entries(condition).flatMap(([operator, keys]): readonly Match[] =>
      isFields(keys) ? Object.entries(keys).map(([key, wanted]) => meets(operator, key, wanted, context)) : ['unclear'],
    ),
  );
}

function meets(operator: string, key: string, wanted: unknown, context: RequestContext): Match {
  const [, value] = Object.entries(context).find(([name]) => sameIgnoringCase(name, key)) ?? [];
  if (value === undefined) return 'unclear';
  const values = [wanted].flat().map(String);
  const plain = operator.toLowerCase().replace(/^for(allvalues|anyvalue):/, '');
  if (plain === 'null') return values.some((one) => sameIgnoringCase(one, 'false'));
  const base = plain.replace(/ifexists$/, '').replace(/^(string|arn)not/, '$1');
  const compare = OPERATORS.get(base);
  if (!compare || values.some((one) => one.includes('${'))) return 'unclear';
  const isMet = values.some((one) => compare(one, value));
  return /^(string|arn)not/.test(plain) ? !isMet : isMet;
}

export function allOf(matches: readonly Match[]): Match {
  if (matches.includes(false)) return false;
  return matches.includes('unclear') ? 'unclear' : true;
}

export function not(match: Match): Match {
  return match === 'unclear' ? match : !match;
}
