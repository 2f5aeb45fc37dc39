import { logGroupNames } from '../../lambda/core/integration/names.ts';
import { isFields } from '../../lambda/core/integration/policy-statements.ts';
import { foreign } from '../../lambda/core/model/foreign-text.ts';
import type { RetentionPolicy } from '../reads/retention-policies.ts';
import type { AccountFacts, Check, RegionFacts } from './account-facts.ts';
import { awsCommand } from './mend.ts';
import { type Finding, ok, unknown, warning } from './result.ts';

type Facts = Pick<AccountFacts, 'regions' | 'settings' | 'trails'>;

/** No account policy shortens the retention of the log groups that trailmend creates. */
export const accountRetention: Check<Facts> = (facts) => facts.regions.map((region) => judgeRegion(region, facts));

/** Of the policies that apply, the longest counts. */
function judgeRegion({ region, retention }: RegionFacts, { settings, trails }: Facts): Finding {
  if (!retention.read) return unknown(`the retention policies of ${region}`, retention);
  const groups = trails
    .filter(({ id }) => id.region === region)
    .map(({ id }) => logGroupNames(id, settings.logGroupPrefix)[0]);
  const names = [settings.logGroupPrefix, ...groups];
  const applying = retention.value
    .filter((policy) => prefixesOf(policy).some((prefix) => names.some((name) => name.startsWith(prefix))))
    .map((policy) => ({ ...policy, days: daysOf(policy) }))
    .toSorted((one, other) => other.days - one.days);
  const [longest] = applying;
  if (!longest) return ok(`No account policy of ${region} sets the retention of trailmend's log groups.`);
  const says = `The account policy ${foreign(longest.name)} of ${region} sets the retention of trailmend's log groups`;
  if (Number.isNaN(longest.days))
    return unknown(`the policy ${foreign(longest.name)}`, { why: 'It has no retention.' });
  if (longest.days >= settings.retentionDays) return ok(`${says}, and it is long enough.`);
  return warning(
    `${says} to ${longest.days} days, whatever trailmend sets. RetentionDays is ${settings.retentionDays}.`,
    lengthened(longest, settings.retentionDays, region),
  );
}

/** The beginnings of the names of the log groups to which a policy applies. */
function prefixesOf({ criteria }: RetentionPolicy): readonly string[] {
  if (criteria === '') return [''];
  return [...criteria.matchAll(/"([^"]+)"/g)].map(([, prefix = '']) => prefix);
}

function daysOf({ document }: RetentionPolicy): number {
  const days = fieldsOf(document)['retentionInDays'];
  return days === 'NEVER_EXPIRE' ? Number.POSITIVE_INFINITY : Number(days);
}

function fieldsOf(json: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(json);
    return isFields(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function lengthened({ name, document, criteria }: RetentionPolicy, retentionInDays: number, region: string): string {
  const input = {
    policyName: name,
    policyType: 'RETENTION_POLICY',
    policyDocument: JSON.stringify({ ...fieldsOf(document), retentionInDays }),
    ...(criteria !== '' && { selectionCriteria: criteria }),
  };
  return awsCommand('logs put-account-policy', input, region);
}
