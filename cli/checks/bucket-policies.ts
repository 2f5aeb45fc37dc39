import { statementsOf } from '../../lambda/core/integration/policy-statements.ts';
import { foreign } from '../../lambda/core/model/foreign-text.ts';
import type { ListedTrail } from '../../lambda/core/model/region-scan.ts';
import { decide } from '../policies/decide.ts';
import { policyOf, withStatements } from '../policies/statements.ts';
import type { AccountFacts, Check } from './account-facts.ts';
import { awsCommand } from './mend.ts';
import { type Finding, ok, problem, unknown } from './result.ts';

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';
const FULL_CONTROL = { 's3:x-amz-acl': 'bucket-owner-full-control' };

/**
 * The policy of each bucket lets CloudTrail write the log files of its trail. UpdateTrail validates
 * that, whatever it changes.
 * Source: CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail".
 */
export const bucketPolicies: Check<Pick<AccountFacts, 'buckets' | 'trails'>> = ({ buckets, trails }) =>
  trails.length === 0 ? [ok('No trail has a bucket to judge.')] : trails.map((trail) => judgeBucket(trail, buckets));

function judgeBucket({ id, trail }: ListedTrail, buckets: AccountFacts['buckets']): Finding {
  const bucket = foreign(trail.s3Bucket);
  const what = `The bucket ${bucket} of the trail ${id.name} (${id.region})`;
  const policy = buckets.get(trail.s3Bucket);
  if (!policy?.read) {
    return unknown(`the policy of the bucket ${bucket}`, policy ?? { why: 'The trail names no bucket.' });
  }
  if (policy.value === 'no-bucket') return problem(`${what} does not exist, so that UpdateTrail fails.`);
  const json = policy.value === 'none' ? policyOf() : policy.value.json;
  const statements = statementsOf(json);
  if (!statements) return unknown(`the policy of the bucket ${bucket}`, { why: 'It is no policy in JSON.' });
  const context = { 'aws:SourceArn': id.arn, 'aws:SourceAccount': id.account, ...OF_CLOUDTRAIL };
  const decisions = writesTo({ id, trail }).map(({ action, resource, keys }) => ({
    action,
    decision: decide(statements, { service: CLOUDTRAIL, action, resource, context: { ...context, ...keys } }),
  }));
  const having = (wanted: string): string =>
    decisions.flatMap(({ action, decision }) => (decision === wanted ? [action] : [])).join(' and ');
  const fails = 'so that UpdateTrail fails with InsufficientS3BucketPolicyException';
  if (having('denied')) return problem(`${what} has a Deny statement for ${having('denied')} by CloudTrail, ${fails}.`);
  if (having('not-allowed')) {
    const Policy = withStatements(json, allowing({ id, trail }));
    return problem(
      `${what} does not allow CloudTrail ${having('not-allowed')}, ${fails}.`,
      awsCommand('s3api put-bucket-policy', { Bucket: trail.s3Bucket, Policy }),
    );
  }
  if (having('unclear')) {
    const why = `The conditions for ${having('unclear')} by CloudTrail have keys that only a real call has.`;
    return unknown(`whether CloudTrail may write to the bucket ${bucket}`, { why });
  }
  return ok(`${what} allows CloudTrail to write.`);
}

/** Condition keys of calls that CloudTrail makes on its own behalf. */
const OF_CLOUDTRAIL = {
  'aws:SecureTransport': 'true',
  'aws:PrincipalIsAWSService': 'true',
  'aws:PrincipalServiceName': CLOUDTRAIL,
};

function writesTo({ id, trail }: ListedTrail) {
  const bucket = `arn:${id.partition}:s3:::${trail.s3Bucket}`;
  const prefix = trail.s3Prefix === '' ? '' : `${trail.s3Prefix}/`;
  return [
    { action: 's3:GetBucketAcl', resource: bucket, keys: {} },
    {
      action: 's3:PutObject',
      resource: `${bucket}/${prefix}AWSLogs/${id.account}/CloudTrail/`,
      keys: FULL_CONTROL,
    },
  ] as const;
}

/** The statements of AWS's own example, for this trail. */
function allowing(trail: ListedTrail): readonly object[] {
  const source = { 'aws:SourceArn': trail.id.arn };
  return writesTo(trail).map(({ action, resource, keys }) => ({
    Effect: 'Allow',
    Principal: { Service: CLOUDTRAIL },
    Action: action,
    Resource: resource.replace(/CloudTrail\/$/, '*'),
    Condition: { StringEquals: { ...source, ...keys } },
  }));
}
