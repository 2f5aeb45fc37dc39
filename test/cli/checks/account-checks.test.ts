import { describe, expect, test } from '@jest/globals';
import { accountRetention } from '../../../cli/checks/account-retention.ts';
import { bucketPolicies } from '../../../cli/checks/bucket-policies.ts';
import { controlTower } from '../../../cli/checks/control-tower.ts';
import { logsKey } from '../../../cli/checks/logs-key.ts';
import { roleQuota, trailQuota } from '../../../cli/checks/quotas.ts';
import type { BucketPolicy } from '../../../cli/reads/bucket-policy.ts';
import type { LogsKey } from '../../../cli/reads/logs-key.ts';
import { ID, PERFECT_TRAIL } from '../../support/perfect-trail.ts';
import { ACCOUNT, lines, mends, read, TRAIL } from './facts.ts';

const [REGION] = ACCOUNT.regions;
const BUCKET = PERFECT_TRAIL.s3Bucket;

describe('bucket policies', () => {
  const findingsWith = (policy: BucketPolicy) =>
    bucketPolicies({ ...ACCOUNT, buckets: new Map([[BUCKET, read(policy)]]) });
  const policy = (...Statement: object[]) => ({ json: JSON.stringify({ Version: '2012-10-17', Statement }) });
  const ALLOW = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:*', Resource: '*' };

  test('that let CloudTrail write are fine, with a condition on the trail too', () => {
    const Condition = { StringEquals: { 'AWS:SourceArn': ID.arn, 's3:x-amz-acl': 'bucket-owner-full-control' } };
    const acl = { ...ALLOW, Action: 's3:GetBucketAcl' };
    expect(lines(findingsWith(policy(acl, { ...ALLOW, Condition })))).toEqual([expect.stringMatching(/^ok: /)]);
  });

  test('that do not let it write get its statements', () => {
    const findings = findingsWith('none');
    expect(lines(findings)).toEqual([
      expect.stringMatching(/^problem: .* allow CloudTrail s3:GetBucketAcl and s3:PutObject, .*InsufficientS3Bucket/),
    ]);
    const [command = ''] = mends(findings);
    const [, json = ''] = /^aws s3api put-bucket-policy --bucket \S+ --policy '(.*)'$/.exec(command) ?? [];
    expect(lines(findingsWith({ json }))).toEqual([expect.stringMatching(/^ok: /)]);
  });

  test('keep their other statements', () => {
    const other = { Sid: "it's", Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource: '*' };
    const [command] = mends(findingsWith(policy(other)));
    expect(command).toContain(String.raw`"Statement":[{"Sid":"it'\''s","Effect":"Deny","Principal":"*"`);
  });

  test.each<[string, BucketPolicy, RegExp]>([
    ['a Deny statement', policy(ALLOW, { ...ALLOW, Effect: 'Deny' }), /^problem: .* has a Deny statement for/],
    ['no bucket', 'no-bucket', /^problem: .* does not exist/],
    ['a text that is no policy', { json: '[]' }, /^unknown: .*no policy/],
    ['an unknown key', policy({ ...ALLOW, Condition: { StringEquals: { 'aws:SourceVpc': 'v' } } }), /^unknown: .*keys/],
  ])('with %s have a finding without a command', (_what, value, says) => {
    const findings = findingsWith(value);
    expect(lines(findings)).toEqual([expect.stringMatching(says)]);
    expect(mends(findings)).toEqual([]);
  });

  test('of other trails are judged for their own trail', () => {
    const other = { ...ALLOW, Condition: { StringEquals: { 'aws:SourceArn': `${ID.arn}-other` } } };
    expect(lines(findingsWith(policy(other)))).toEqual([expect.stringMatching(/^problem: /)]);
  });
});

describe('the KMS key of log groups', () => {
  const ARN = `arn:aws:kms:us-east-1:${ID.account}:key/0000`;
  const settings = { ...ACCOUNT.settings, logGroupKmsKeyArn: ARN };
  const service = { Principal: { Service: 'logs.us-east-1.amazonaws.com' }, Action: 'kms:*', Resource: '*' };
  const json = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  const KEY: LogsKey = {
    region: 'us-east-1',
    arn: ARN,
    state: read({ state: 'Enabled', isSymmetric: true }),
    policy: read(json({ Effect: 'Allow', ...service })),
  };
  const findingsWith = (changes: Partial<LogsKey>) =>
    logsKey({ ...ACCOUNT, settings, logsKeys: [{ ...KEY, ...changes }] });

  test('that is in order is fine', () => {
    expect(lines(findingsWith({}))).toEqual([expect.stringMatching(/^ok: .*logs.us-east-1.amazonaws.com/)]);
  });

  test('whose policy does not allow CloudWatch Logs gets the statement', () => {
    const findings = findingsWith({ policy: read(json()) });
    expect(lines(findings)).toEqual([expect.stringMatching(/^problem: .* does not allow logs.us-east-1/)]);
    const [command = ''] = mends(findings);
    const [, policy = ''] = /--policy '(.*)' --region us-east-1$/.exec(command) ?? [];
    expect(lines(findingsWith({ policy: read(policy) }))).toEqual([expect.stringMatching(/^ok: /)]);
  });

  test.each<[string, Partial<LogsKey>, RegExp, readonly string[]]>([
    [
      'is disabled',
      { state: read({ state: 'Disabled', isSymmetric: true }) },
      /^problem: .* is Disabled/,
      [`aws kms enable-key --key-id ${ARN} --region us-east-1`],
    ],
    [
      'waits for its deletion',
      { state: read({ state: 'PendingDeletion', isSymmetric: true }) },
      /^problem: .* is PendingDeletion/,
      [
        `aws kms cancel-key-deletion --key-id ${ARN} --region us-east-1`,
        `aws kms enable-key --key-id ${ARN} --region us-east-1`,
      ],
    ],
    ['is not symmetric', { state: read({ state: 'Enabled', isSymmetric: false }) }, /^problem: .*symmetric/, []],
    ['denies it', { policy: read(json({ Effect: 'Deny', ...service })) }, /^problem: .* denies logs/, []],
    ['has no policy in JSON', { policy: read('?') }, /^unknown: /, []],
    [
      'serves other log groups',
      {
        policy: read(
          json({
            Effect: 'Allow',
            ...service,
            Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:*:*:log-group:/other/*' } },
          }),
        ),
      },
      /^problem: .* does not allow/,
      [expect.stringMatching(/^aws kms put-key-policy /) as unknown as string],
    ],
  ])('that %s is a finding', (_what, changes, says, commands) => {
    const findings = findingsWith(changes);
    expect(lines(findings)).toEqual([expect.stringMatching(says)]);
    expect(mends(findings)).toEqual(commands);
  });

  test('has to be in the Region of the trail, or to have a replica there', () => {
    const elsewhere = {
      ...ACCOUNT,
      settings: { ...settings, logGroupKmsKeyArn: ARN.replace('us-east-1', 'eu-west-1') },
    };
    expect(lines(logsKey(elsewhere))).toEqual([expect.stringMatching(/^problem: .* no replica in us-east-1/)]);
  });
});

describe('retention policies of the account', () => {
  const policyOf = (retentionInDays: unknown, criteria = '', name = 'short') => {
    return { name, document: JSON.stringify({ retentionInDays, enforcementMode: 'NEW_ONLY' }), criteria };
  };
  const findingsWith = (...policies: ReturnType<typeof policyOf>[]) =>
    accountRetention({ ...ACCOUNT, regions: [{ region: 'us-east-1', listed: read([]), retention: read(policies) }] });

  test('that shorten it are a warning, and get longer', () => {
    const findings = findingsWith(policyOf(30, 'LogGroupNamePrefix IN ["/trailmend/"]'));
    expect(lines(findings)).toEqual([expect.stringMatching(/^warning: .* to 30 days, .* RetentionDays is 365/)]);
    expect(mends(findings)).toEqual([
      `aws logs put-account-policy --policy-name short --policy-type RETENTION_POLICY --policy-document '{"retentionInDays":365,"enforcementMode":"NEW_ONLY"}' --selection-criteria 'LogGroupNamePrefix IN ["/trailmend/"]' --region us-east-1`,
    ]);
  });

  test.each([
    ['the longest is long enough', [policyOf(30), policyOf(400)]],
    ['one never expires', [policyOf('NEVER_EXPIRE'), policyOf(30)]],
    ['they apply to others', [policyOf(30, 'LogGroupNamePrefix IN ["/aws/"]')]],
  ])('are fine when %s', (_what, policies) => {
    expect(lines(findingsWith(...policies))).toEqual([expect.stringMatching(/^ok: /)]);
  });

  test('without a retention are unknown', () => {
    expect(lines(findingsWith({ ...policyOf(30), document: '?' }))).toEqual([expect.stringMatching(/^unknown: /)]);
  });
});

describe('quotas', () => {
  test.each([
    [1000, 'problem'],
    [1001, 'problem'],
    [999, 'ok'],
  ])('with %d of 1000 roles are a %s', (used, status) => {
    const findings = roleQuota({ ...ACCOUNT, roleQuota: read({ used, quota: 1000 }) });
    expect(findings.map((finding) => finding.status)).toEqual([status]);
    expect(mends(findings)).toHaveLength(status === 'ok' ? 0 : 1);
  });

  test('warn when the roles do not suffice for every trail', () => {
    const findings = roleQuota({ ...ACCOUNT, trails: [TRAIL, TRAIL], roleQuota: read({ used: 999, quota: 1000 }) });
    expect(lines(findings)).toEqual([expect.stringMatching(/^warning: .* each of 2 trails/)]);
    expect(mends(findings)).toEqual([expect.stringMatching(/--quota-code L-FE177D64 --desired-value 1100 /)]);
  });

  test('warn when a Region has five trails of the account', () => {
    const foreignTrail = { ...TRAIL, id: { ...ID, account: '999988887777' } };
    const listed = read([TRAIL, TRAIL, TRAIL, TRAIL, foreignTrail]);
    const findingsWith = (trails: typeof listed) =>
      lines(trailQuota({ ...ACCOUNT, regions: [{ region: 'us-east-1', retention: read([]), listed: trails }] }));
    expect(findingsWith(listed)).toEqual(['ok: us-east-1 has 4 of 5 trails.']);
    expect(findingsWith(read([TRAIL, TRAIL, TRAIL, TRAIL, TRAIL]))).toEqual([
      expect.stringMatching(/^warning: .* 5 of 5/),
    ]);
  });
});

test('the trails of AWS Control Tower are named', () => {
  const arn = ID.arn.replace('audit', 'aws-controltower-BaselineCloudTrail');
  const trail = { ...TRAIL, id: { ...ID, arn, name: 'aws-controltower-BaselineCloudTrail' } };
  const regions = REGION ? [{ ...REGION, listed: read([TRAIL, trail]) }] : [];
  expect(lines(controlTower({ regions }))).toEqual([
    `ok: AWS Control Tower manages ${arn}. trailmend leaves it alone: update the landing zone.`,
  ]);
});
