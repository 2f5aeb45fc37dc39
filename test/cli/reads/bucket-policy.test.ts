import { GetBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { readBucketPolicy } from '../../../cli/reads/bucket-policy.ts';

const s3 = mockClient(S3Client);
beforeEach(() => void s3.reset());

const answer = () => s3.on(GetBucketPolicyCommand, { Bucket: 'logs' });
const failure = (name: string) => Object.assign(new Error('no'), { name });

test('a bucket has a policy, none, or does not exist', async () => {
  answer().resolves({ Policy: '{}' });
  expect(await readBucketPolicy('logs', 'us-east-1')).toEqual({ read: true, value: { json: '{}' } });
  answer().rejects(failure('NoSuchBucketPolicy'));
  expect(await readBucketPolicy('logs', 'us-east-1')).toEqual({ read: true, value: 'none' });
  answer().rejects(failure('NoSuchBucket'));
  expect(await readBucketPolicy('logs', 'us-east-1')).toEqual({ read: true, value: 'no-bucket' });
  answer().rejects(failure('AccessDenied'));
  expect(await readBucketPolicy('logs', 'us-east-1')).toMatchObject({
    read: false,
    why: expect.stringMatching(/^GetBucketPolicy returned AccessDenied/),
  });
});
