import { GetBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { callAws } from '../../lambda/aws/call.ts';
import { factFrom } from '../../lambda/aws/read/fact.ts';
import { hasCode } from '../../lambda/core/model/aws-result.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';

/** The policy of a bucket as JSON; `none`: it has no policy. */
export type BucketPolicy = 'no-bucket' | 'none' | { readonly json: string };

/** @param region that of a trail: the bucket may be in another one */
export async function readBucketPolicy(bucket: string, region: string): Promise<Fact<BucketPolicy>> {
  const client = new S3Client({ region, followRegionRedirects: true });
  const answer = await callAws('GetBucketPolicy', () => client.send(new GetBucketPolicyCommand({ Bucket: bucket })));
  if (!answer.ok && hasCode(answer.error, 'NoSuchBucketPolicy')) return { read: true, value: 'none' };
  if (!answer.ok && hasCode(answer.error, 'NoSuchBucket')) return { read: true, value: 'no-bucket' };
  return factFrom(answer, ({ Policy }) => (Policy === undefined ? undefined : { json: Policy }));
}
