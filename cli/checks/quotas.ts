import type { AccountFacts, Check } from './account-facts.ts';
import { type Finding, ok, problem, unknown, warning } from './result.ts';

/** A multi-Region trail counts in every Region (CloudTrail user guide, "Quotas"). */
const TRAILS_IN_A_REGION = 5;
/** Roles in an account. */
const ROLE_QUOTA_CODE = 'L-FE177D64';

/** Every trail can get a delivery role. */
export const roleQuota: Check<Pick<AccountFacts, 'roleQuota' | 'settings' | 'trails'>> = (facts) => {
  const { roleQuota: fact, settings, trails } = facts;
  if (settings.deliveryRoleArn !== undefined)
    return [ok('A repair creates no role: the stack has one for all trails.')];
  if (!fact.read) return [unknown('how many IAM roles the account has', fact)];
  const { used, quota } = fact.value;
  const state = `The account has ${used} of ${quota} IAM roles`;
  const mend = `aws service-quotas request-service-quota-increase --service-code iam --quota-code ${ROLE_QUOTA_CODE} --desired-value ${quota + 100} --region us-east-1`;
  if (used >= quota) return [problem(`${state}, so that a repair cannot create a delivery role.`, mend)];
  if (quota - used < trails.length) {
    return [warning(`${state}. They do not suffice for a delivery role for each of ${trails.length} trails.`, mend)];
  }
  return [ok(`${state}. A repair creates at most one for each trail.`)];
};

/** A repair creates no trail. The account may want to. */
export const trailQuota: Check<Pick<AccountFacts, 'regions' | 'account'>> = ({ regions, account }) =>
  regions.map(({ region, listed }): Finding => {
    if (!listed.read) return unknown(`the trails of ${region}`, listed);
    const count = listed.value.filter(({ id }) => id.account === account).length;
    const state = `${region} has ${count} of ${TRAILS_IN_A_REGION} trails`;
    if (count < TRAILS_IN_A_REGION) return ok(`${state}.`);
    return warning(`${state}. Repairs need no further one, and a deleted trail could not be replaced beside them.`);
  });
