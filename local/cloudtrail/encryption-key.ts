import * as z from 'zod/mini';
import { type EmulatorApi, EmulatorError, type Where } from '../emulator/api.ts';
import type { Evaluator } from '../iam/evaluator.ts';
import { type BucketOwners, findBucket } from './bucket.ts';
import type { Refusal } from './refusal.ts';

const DESCRIBED = z.object({ KeyMetadata: z.object({ Arn: z.string(), KeyState: z.string() }) });
const POLICY = z.object({ Policy: z.nullish(z.string()) });

const CONTEXT = /kms:EncryptionContext:aws:cloudtrail:arn/gi;
/** The evaluator knows this condition key only in the Service Authorization Reference's form. */
const GENERIC_CONTEXT = 'kms:EncryptionContext:$' + '{EncryptionContextKey}';

/** The key that is to encrypt a trail's log files. */
export interface EncryptionKey {
  readonly trailArn: string;
  readonly bucket: string;
  /** An id, an ARN or an alias; empty for none. */
  readonly keyId: string;
}

/**
 * Checks that CloudTrail can encrypt with the key: it exists in the bucket's Region, is enabled,
 * and its policy allows CloudTrail to generate data keys.
 * Source: CloudTrail API reference (KmsKeyNotFoundException, KmsException; KmsKeyDisabledException
 * is no longer in use) and user guide, "Configure KMS key policies for CloudTrail" (action,
 * encryption context); field reports (message of InsufficientEncryptionPolicyException). The other
 * messages are assumed.
 */
export async function checkEncryptionKey(
  api: EmulatorApi,
  evaluator: Evaluator,
  owners: BucketOwners,
  { trailArn, bucket, keyId }: EncryptionKey,
): Promise<Refusal | undefined> {
  if (keyId === '') return undefined;
  const [, , , home = '', own = ''] = trailArn.split(':');
  const [, , , region = home, account = own] = keyId.split(':');
  const where = { account, region };
  const kms = <T>(operation: string, schema: z.ZodMiniType<T>) =>
    api.json('kms', `TrentService.${operation}`, { KeyId: keyId, PolicyName: 'default' }, where, schema);
  try {
    const { Arn, KeyState } = (await kms('DescribeKey', DESCRIBED)).KeyMetadata;
    const bucketFound = await findBucket(api, bucket, { account: owners.ownerOf(bucket) ?? own, region });
    if (bucketFound !== undefined && bucketFound.region !== Arn.split(':')[3]) {
      const message = `KMS key ${Arn} is not in the region of S3 bucket ${bucket}, which is ${bucketFound.region}.`;
      return { code: 'KmsKeyNotFoundException', message };
    }
    if (KeyState !== 'Enabled') return { code: 'KmsException', message: `KMS key ${Arn} is not enabled.` };
    const policy = (await kms('GetKeyPolicy', POLICY)).Policy || '{"Statement":[]}';
    if (await mayEncrypt(evaluator, trailArn, Arn, policy, where)) return undefined;
    return {
      code: 'InsufficientEncryptionPolicyException',
      message: `Insufficient permissions to access S3 bucket ${bucket} or KMS key ${Arn}.`,
    };
  } catch (error) {
    if (!(error instanceof EmulatorError) || error.code !== 'NotFoundException') throw error;
    return { code: 'KmsKeyNotFoundException', message: `KMS key ${keyId} does not exist.` };
  }
}

/** Whether a key's policy allows CloudTrail to generate data keys for a trail. */
async function mayEncrypt(
  evaluator: Evaluator,
  trailArn: string,
  keyArn: string,
  policy: string,
  { account, region }: Where,
): Promise<boolean> {
  const { allowed } = await evaluator.decide({
    principal: { kind: 'service', service: 'cloudtrail.amazonaws.com' },
    action: 'kms:GenerateDataKey',
    resource: keyArn,
    resourceAccount: account,
    region,
    resourcePolicy: withGenericContext(policy),
    context: {
      'aws:SourceArn': trailArn,
      'aws:SourceAccount': trailArn.split(':')[4] ?? '',
      [GENERIC_CONTEXT]: trailArn,
    },
  });
  return allowed;
}

function withGenericContext(policy: string): string {
  return policy.replace(CONTEXT, () => GENERIC_CONTEXT);
}
