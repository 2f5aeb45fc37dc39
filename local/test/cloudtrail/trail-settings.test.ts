import { describe, expect, test } from '@jest/globals';
import { ACCOUNT, HOME, SERVICE, TRAIL } from './names.ts';
import { allow, SimulatedAccount } from './simulated-account.ts';

const BUCKET_POLICY = 'InsufficientS3BucketPolicyException: Incorrect S3 bucket policy is detected for bucket: logs';
const ACL = { Principal: SERVICE, Action: 's3:GetBucketAcl', Resource: 'arn:aws:s3:::logs' };
const WRITE = { Principal: SERVICE, Action: 's3:PutObject', Resource: `arn:aws:s3:::logs/AWSLogs/${ACCOUNT}/*` };
const OWN_TRAIL = { StringEquals: { 'aws:SourceArn': TRAIL } };

/** The settings that every UpdateTrail checks, even if it changes another one. */
const update = (account: SimulatedAccount, values: object = {}) =>
  account.call('UpdateTrail', { Name: 'audit', EnableLogFileValidation: true, ...values });

describe("a trail's bucket", () => {
  test('that does not exist is refused', async () => {
    const account = new SimulatedAccount();
    expect(await update(account, { S3BucketName: 'nowhere' })).toBe(
      'S3BucketDoesNotExistException: S3 bucket nowhere does not exist!',
    );
    expect(await account.call('CreateTrail', { Name: 'new', S3BucketName: 'nowhere' })).toMatch(
      /^S3BucketDoesNotExistException: /,
    );
  });

  test('is required', async () => {
    expect(await new SimulatedAccount().call('CreateTrail', { Name: 'new' })).toMatch(
      /^InvalidS3BucketNameException: /,
    );
  });

  test.each<[string, object | undefined]>([
    ['no policy', undefined],
    ['a policy that does not let CloudTrail write', allow(ACL)],
    ['a policy that does not let CloudTrail read the ACL', allow(WRITE)],
    [
      "a policy for another account's logs",
      allow(ACL, { ...WRITE, Resource: 'arn:aws:s3:::logs/AWSLogs/999999999999/*' }),
    ],
    [
      'a policy for another trail',
      allow(ACL, { ...WRITE, Condition: { StringEquals: { 'aws:SourceArn': `${TRAIL}-2` } } }),
    ],
    ['a policy for another service', allow(ACL, { ...WRITE, Principal: { Service: 'config.amazonaws.com' } })],
    [
      'a policy that denies what it allows',
      {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', ...ACL },
          { Effect: 'Allow', ...WRITE },
          { Effect: 'Deny', ...WRITE, Principal: '*' },
        ],
      },
    ],
  ])('with %s is refused', async (_, policy) => {
    const account = new SimulatedAccount();
    account.buckets.set(`${ACCOUNT} logs`, policy);
    expect(await update(account)).toBe(BUCKET_POLICY);
  });

  test('with a policy for this trail alone is accepted', async () => {
    const account = new SimulatedAccount();
    account.buckets.set(`${ACCOUNT} logs`, allow({ ...ACL, Condition: OWN_TRAIL }, { ...WRITE, Condition: OWN_TRAIL }));
    expect(await update(account)).toEqual({});
  });

  test('has to allow writes under the prefix of the trail', async () => {
    const account = new SimulatedAccount();
    account.buckets.set(`${ACCOUNT} logs`, allow(ACL, WRITE));
    expect(await update(account, { S3KeyPrefix: 'trails' })).toBe(BUCKET_POLICY);
    account.trail({ S3KeyPrefix: 'trails' });
    expect(await update(account)).toBe(BUCKET_POLICY);
  });

  test("of an organization trail has to allow the organization's logs as well", async () => {
    const account = new SimulatedAccount();
    account.trail({ IsOrganizationTrail: true });
    account.buckets.set(`${ACCOUNT} logs`, allow(ACL, WRITE));
    expect(await update(account)).toBe(BUCKET_POLICY);
    account.buckets.set(
      `${ACCOUNT} logs`,
      allow(ACL, WRITE, { ...WRITE, Resource: 'arn:aws:s3:::logs/AWSLogs/o-example/*' }),
    );
    expect(await update(account)).toEqual({});
  });

  test('can belong to another account', async () => {
    const account = new SimulatedAccount();
    await account.send('s3', 'CreateBucket', { Bucket: 'central' }, { ...HOME, account: '999999999999' });
    account.buckets.set(
      '999999999999 central',
      allow(
        { ...ACL, Resource: 'arn:aws:s3:::central' },
        { ...WRITE, Resource: `arn:aws:s3:::central/AWSLogs/${ACCOUNT}/*` },
      ),
    );
    expect(await update(account, { S3BucketName: 'central' })).toEqual({});
  });
});

describe("a trail's topic", () => {
  const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:files`;
  const REFUSED = 'InsufficientSnsTopicPolicyException: SNS Topic does not exist or the topic policy is incorrect!';

  test('has to exist and to allow CloudTrail to publish', async () => {
    const account = new SimulatedAccount();
    expect(await update(account, { SnsTopicName: 'files' })).toBe(REFUSED);
    account.topics.set(TOPIC, allow({ Principal: { AWS: ACCOUNT }, Action: 'sns:Publish', Resource: TOPIC }));
    expect(await update(account, { SnsTopicName: TOPIC })).toBe(REFUSED);
    account.topics.set(TOPIC, allow({ Principal: SERVICE, Action: 'sns:Publish', Resource: TOPIC }));
    expect(await update(account, { SnsTopicName: 'files' })).toEqual({});
  });
});

describe("a trail's key", () => {
  const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
  const policy = allow({
    Principal: SERVICE,
    Action: 'kms:GenerateDataKey*',
    Resource: '*',
    Condition: { StringEquals: { 'aws:SourceArn': TRAIL, 'kms:EncryptionContext:aws:cloudtrail:arn': TRAIL } },
  });

  test('that does not exist is refused', async () => {
    expect(await update(new SimulatedAccount(), { KmsKeyId: KEY })).toMatch(/^KmsKeyNotFoundException: /);
  });

  test('that is not enabled is refused, even if the call changes another setting', async () => {
    const account = new SimulatedAccount();
    account.keys.set(KEY, { state: 'Disabled', policy });
    account.trail({ KmsKeyId: KEY });
    expect(await update(account)).toMatch(/^KmsException: /);
  });

  test('whose policy does not allow CloudTrail to encrypt is refused', async () => {
    const account = new SimulatedAccount();
    const root = { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' };
    account.keys.set(KEY, { state: 'Enabled', policy: allow(root) });
    expect(await update(account, { KmsKeyId: KEY })).toBe(
      `InsufficientEncryptionPolicyException: Insufficient permissions to access S3 bucket logs or KMS key ${KEY}.`,
    );
  });

  test('whose policy allows CloudTrail to encrypt for another trail is refused', async () => {
    const account = new SimulatedAccount();
    const text = JSON.stringify(policy).replace(`cloudtrail:arn":"${TRAIL}`, `cloudtrail:arn":"${TRAIL}-2`);
    account.keys.set(KEY, { state: 'Enabled', policy: JSON.parse(text) });
    expect(await update(account, { KmsKeyId: KEY })).toMatch(/^InsufficientEncryptionPolicyException: /);
  });

  test("in another region than the trail's bucket is refused, whatever the trail's region", async () => {
    const refused = /^KmsKeyNotFoundException: .* is not in the region of S3 bucket logs/;
    const away = new SimulatedAccount();
    away.keys.set(KEY, { state: 'Enabled', policy });
    away.bucketRegions.set('logs', 'us-east-2');
    expect(await update(away, { KmsKeyId: KEY })).toMatch(refused);
    away.trail({ KmsKeyId: KEY });
    expect(await update(away)).toMatch(refused);

    const keyAway = KEY.replace('eu-west-1', 'us-east-2');
    away.keys.set(keyAway, { state: 'Enabled', policy });
    expect(await update(away, { KmsKeyId: keyAway })).toEqual({});
    away.bucketRegions.clear();
    expect(await update(away, { KmsKeyId: keyAway })).toMatch(refused);
  });

  test('whose policy allows CloudTrail to encrypt for this trail is accepted', async () => {
    const account = new SimulatedAccount();
    account.keys.set(KEY, { state: 'Enabled', policy });
    expect(await update(account, { KmsKeyId: KEY })).toEqual({});
  });
});
