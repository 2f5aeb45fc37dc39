import { matchesWildcard } from './iam-wildcard.ts';
import { type Fields, isFields, statementsOf, stringsIn } from './policy-statements.ts';

/** Whether a trust policy allows CloudTrail. `unclear`: only a real call would show. */
export type Trust = { readonly trusts: true } | { readonly trusts: false | 'unclear'; readonly why: string };

type Match = boolean | 'unclear';

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';
const ASSUME = 'sts:assumerole';
/** Condition keys that CloudTrail does not send when it assumes this role. */
const UNSENT = new Set(['aws:sourcearn', 'aws:sourceaccount']);

/**
 * Whether a trust policy allows CloudTrail to assume the role.
 * Source: IAM user guide, "Policy evaluation logic" and "IAM JSON policy elements"; CloudTrail user
 * guide, "Role policy document for CloudTrail to use CloudWatch Logs for monitoring" (no
 * aws:SourceArn, no aws:SourceAccount).
 * @param document any text
 */
export function judgeTrust(document: string): Trust {
  const statements = statementsOf(document);
  if (!statements) return { trusts: 'unclear', why: 'trailmend does not understand the trust policy' };
  const applying = statements.map((statement) => ({ statement, match: applies(statement) }));
  const having = (effect: string, match: Match) =>
    applying.find(({ statement, match: found }) => statement['Effect'] === effect && found === match)?.statement;

  const denied = having('Deny', true);
  if (denied) return { trusts: false, why: `a Deny statement applies to ${CLOUDTRAIL}${conditionsOf(denied)}` };
  const allowed = having('Allow', true);
  const doubtful = having('Deny', 'unclear') ?? (allowed ? undefined : having('Allow', 'unclear'));
  if (doubtful) {
    const why = `trailmend cannot tell whether ${CLOUDTRAIL} may assume the role${conditionsOf(doubtful)}`;
    return { trusts: 'unclear', why };
  }
  if (allowed) return { trusts: true };
  const conditioned = statements.find(
    (statement) => statement['Effect'] === 'Allow' && applies({ ...statement, Condition: undefined }) === true,
  );
  return {
    trusts: false,
    why: conditioned
      ? `${CLOUDTRAIL} does not send the required keys${conditionsOf(conditioned)}`
      : `no statement allows ${CLOUDTRAIL} to assume the role`,
  };
}

/** Whether a statement applies when CloudTrail assumes the role. */
function applies(statement: Fields): Match {
  return all([
    oneOf(statement, 'Principal', 'NotPrincipal', isCloudTrail),
    oneOf(statement, 'Action', 'NotAction', isAssumeRole),
    meetsAll(statement['Condition']),
  ]);
}

/** Judges an element or its opposite. A statement has one of them. */
function oneOf(statement: Fields, name: string, opposite: string, matches: (value: unknown) => Match): Match {
  if (statement[name] !== undefined) return matches(statement[name]);
  if (statement[opposite] === undefined) return 'unclear';
  return not(matches(statement[opposite]));
}

function isCloudTrail(principal: unknown): Match {
  if (principal === '*') return true;
  if (!isFields(principal)) return 'unclear';
  return stringsIn(principal['Service']).includes(CLOUDTRAIL) || stringsIn(principal['AWS']).includes('*');
}

function isAssumeRole(action: unknown): Match {
  return stringsIn(action).some((pattern) => matchesWildcard(pattern.toLowerCase(), ASSUME));
}

/** Whether CloudTrail meets all conditions of a statement. */
function meetsAll(condition: unknown): Match {
  if (condition === undefined) return true;
  if (!isFields(condition)) return 'unclear';
  return all(
    Object.entries(condition).flatMap(([operator, keys]) =>
      isFields(keys)
        ? Object.entries(keys).map(([key, wanted]) => meets(operator.toLowerCase(), key, wanted))
        : ['unclear' as const],
    ),
  );
}

/** For a key that the call does not have, only negated and optional operators are met. */
function meets(operator: string, key: string, wanted: unknown): Match {
  if (!UNSENT.has(key.toLowerCase())) return 'unclear';
  if (operator === 'null') return [wanted].flat().some((value) => String(value).toLowerCase() === 'true');
  if (operator.startsWith('foranyvalue:')) return false;
  return operator.startsWith('forallvalues:') || operator.endsWith('ifexists') || /not(equals|like)/.test(operator);
}

function all(matches: readonly Match[]): Match {
  if (matches.includes(false)) return false;
  return matches.includes('unclear') ? 'unclear' : true;
}

function not(match: Match): Match {
  return match === 'unclear' ? match : !match;
}

function conditionsOf(statement: Fields): string {
  const condition = statement['Condition'];
  return condition === undefined ? '' : `: Condition ${JSON.stringify(condition)}`;
}
