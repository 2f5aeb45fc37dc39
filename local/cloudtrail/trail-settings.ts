import * as z from 'zod/mini';
import type { EmulatorApi } from '../emulator/api.ts';
import type { Evaluator } from '../iam/evaluator.ts';
import { type BucketOwners, checkBucket } from './bucket.ts';
import { checkDeliveryRole } from './delivery-role.ts';
import { checkEncryptionKey } from './encryption-key.ts';
import { checkIntegration, type Wording } from './integration.ts';
import type { Organizations } from './organizations.ts';
import { firstRefusal, type Refusal } from './refusal.ts';
import { checkTopic } from './topic.ts';
import { homeOf } from './trail-name.ts';
import type { Trail } from './trails.ts';

const TEXT = z.optional(z.nullable(z.string()));
const FLAG = z.optional(z.nullable(z.boolean()));

/** The parameters of the calls that create or change a trail. */
export const TRAIL_PARAMETERS = z.object({
  Name: TEXT,
  TrailName: TEXT,
  S3BucketName: TEXT,
  S3KeyPrefix: TEXT,
  SnsTopicName: TEXT,
  KmsKeyId: TEXT,
  IsMultiRegionTrail: FLAG,
  IncludeGlobalServiceEvents: FLAG,
  IsOrganizationTrail: FLAG,
  CloudWatchLogsLogGroupArn: TEXT,
  CloudWatchLogsRoleArn: TEXT,
});
export type TrailParameters = z.infer<typeof TRAIL_PARAMETERS>;

/** What the checks of a trail's settings read. */
export interface SettingsDependencies {
  /** Shows roles as CloudTrail sees them. */
  readonly api: EmulatorApi;
  /** Reads through the same API. */
  readonly evaluator: Evaluator;
  readonly organizations: Organizations;
  readonly owners: BucketOwners;
  readonly wording: Wording;
}

/**
 * Checks the settings that a trail is to have: its bucket, topic and key at every call, and the
 * integration with CloudWatch Logs when the call sets one.
 * Source: of each check in its own file. Assumed: the order of the checks.
 * @param current the existing trail, whose settings apply where the call gives none
 */
export async function checkTrailSettings(
  { api, evaluator, organizations, owners, wording }: SettingsDependencies,
  trailArn: string,
  requested: TrailParameters,
  current?: Trail,
): Promise<Refusal | undefined> {
  const logGroupArn = requested.CloudWatchLogsLogGroupArn ?? '';
  const roleArn = requested.CloudWatchLogsRoleArn ?? '';
  const bucket = requested.S3BucketName ?? current?.S3BucketName ?? '';
  const prefix = requested.S3KeyPrefix ?? current?.S3KeyPrefix ?? '';
  const topic = requested.SnsTopicName ?? current?.SnsTopicName ?? '';
  const keyId = requested.KmsKeyId ?? current?.KmsKeyId ?? '';
  const isOrganizationTrail = requested.IsOrganizationTrail ?? current?.IsOrganizationTrail ?? false;
  const organization = isOrganizationTrail
    ? { organizationId: await organizations.idOf(homeOf(trailArn).account) }
    : {};
  evaluator.forget();
  return firstRefusal([
    () => checkCombination(requested, current),
    () => checkIntegration(trailArn, { logGroupArn, roleArn }, wording),
    () => checkBucket(api, evaluator, owners, { trailArn, bucket, prefix, ...organization }),
    () => checkTopic(api, evaluator, trailArn, topic),
    () => checkEncryptionKey(api, evaluator, owners, { trailArn, bucket, keyId }),
    () =>
      logGroupArn === ''
        ? undefined
        : checkDeliveryRole(api, evaluator, { trailArn, logGroupArn, roleArn, ...organization }, wording),
  ]);
}

/** Source: cloudconformity/auto-remediate pull request 3 (code and message). */
function checkCombination(requested: TrailParameters, current?: Trail): Refusal | undefined {
  const multiRegion = requested.IsMultiRegionTrail ?? current?.IsMultiRegionTrail ?? false;
  const global = requested.IncludeGlobalServiceEvents ?? current?.IncludeGlobalServiceEvents ?? true;
  if (!multiRegion || global) return undefined;
  return {
    code: 'InvalidParameterCombinationException',
    message: 'Multi-Region trail must include global service events.',
  };
}
