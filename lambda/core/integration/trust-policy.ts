import { matchesWildcard } from './iam-wildcard.ts';

/** What a trust document says of CloudTrail: `unclear` depends on what only a real call would tell. */
export type Trust =
  | { readonly trusts: true }
  | { readonly trusts: false; readonly why: string }
  | { readonly trusts: 'unclear'; readonly why: string };

/** Yes, no, or it depends. */
type Match = boolean | 'unclear';
type Fields = Readonly<Record<string, unknown>>;

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';
const ASSUME = 'sts:assumerole';
/** Keys that CloudTrail does not send when it assumes this role: AWS says that they are not supported here. */
const UNSENT = new Set(['aws:sourcearn', 'aws:sourceaccount']);

/**
 * Whether CloudTrail may assume a role, by the role's trust document.
 * Source: IAM user guide, "Policy evaluation logic" and "IAM JSON policy elements"; CloudTrail user guide, "Role policy document
 * for CloudTrail to use CloudWatch Logs for monitoring" (no aws:SourceArn, no aws:SourceAccount).
 * @param document JSON, in whatever shape
 */
export function judgeTrust(document: string): Trust {
  const statements = statementsOf(document);
  if (!statements) return { trusts: 'unclear', why: 'the trust document is not understood' };
  const applying = statements.map((statement) => ({ statement, match: applies(statement) }));
  const having = (effect: string, match: Match) =>
    applying.find(({ statement, match: found }) => statement['Effect'] === effect && found === match)?.statement;

  const denied = having('Deny', true);
  if (denied) return { trusts: false, why: `a Deny keeps ${CLOUDTRAIL} out${conditionsOf(denied)}` };
  const allowed = having('Allow', true);
  const doubtful = having('Deny', 'unclear') ?? (allowed ? undefined : having('Allow', 'unclear'));
  if (doubtful) {
    const why = `whether ${CLOUDTRAIL} may assume the role depends on what is not known${conditionsOf(doubtful)}`;
    return { trusts: 'unclear', why };
  }
  if (allowed) return { trusts: true };
  const conditioned = statements.find(
    (statement) => statement['Effect'] === 'Allow' && applies({ ...statement, Condition: undefined }) === true,
  );
  return {
    trusts: false,
    why: conditioned
      ? `${CLOUDTRAIL} does not bring what is asked for${conditionsOf(conditioned)}`
      : `no statement lets ${CLOUDTRAIL} assume the role`,
  };
}

/** Whether a statement is about CloudTrail assuming the role. */
function applies(statement: Fields): Match {
  return all([
    oneOf(statement, 'Principal', 'NotPrincipal', isCloudTrail),
    oneOf(statement, 'Action', 'NotAction', isAssumeRole),
    holds(statement['Condition']),
  ]);
}

/** An element or its opposite; a statement of an assume-role policy has one of them. */
function oneOf(statement: Fields, name: string, opposite: string, matches: (value: unknown) => Match): Match {
  if (statement[name] !== undefined) return matches(statement[name]);
  if (statement[opposite] === undefined) return 'unclear';
  return not(matches(statement[opposite]));
}

function isCloudTrail(principal: unknown): Match {
  if (principal === '*') return true;
  if (!isFields(principal)) return 'unclear';
  return listed(principal['Service']).includes(CLOUDTRAIL) || listed(principal['AWS']).includes('*');
}

function isAssumeRole(action: unknown): Match {
  return listed(action).some((pattern) => matchesWildcard(pattern.toLowerCase(), ASSUME));
}

/** Whether the conditions of a statement hold for CloudTrail: all of them have to. */
function holds(condition: unknown): Match {
  if (condition === undefined) return true;
  if (!isFields(condition)) return 'unclear';
  return all(
    Object.entries(condition).flatMap(([operator, keys]) =>
      isFields(keys)
        ? Object.entries(keys).map(([key, wanted]) => holdsFor(operator.toLowerCase(), key, wanted))
        : ['unclear' as const],
    ),
  );
}

/** A condition on a key that the call does not bring: only negated and optional operators hold. */
function holdsFor(operator: string, key: string, wanted: unknown): Match {
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

/** The statements, or undefined when the document is none or one of them is no statement. */
function statementsOf(document: string): readonly Fields[] | undefined {
  try {
    const statements: unknown[] = [JSON.parse(document).Statement].flat();
    return statements.every(isStatement) ? statements : undefined;
  } catch {
    // No JSON, or JSON that holds no policy.
    return undefined;
  }
}

function isStatement(value: unknown): value is Fields {
  return isFields(value) && (value['Effect'] === 'Allow' || value['Effect'] === 'Deny');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The texts of a value that may be one or a list. */
function listed(value: unknown): readonly string[] {
  return [value].flat().filter((entry) => typeof entry === 'string');
}
