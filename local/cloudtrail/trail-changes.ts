import * as z from 'zod/mini';
import type { EmulatorApi } from '../emulator/api.ts';
import type { Answer, Behaviour, Call } from '../gate/call.ts';
import type { Evaluator } from '../iam/evaluator.ts';
import { type BucketOwners, checkBucket } from './bucket.ts';
import { findChangeableTrail } from './changeable-trail.ts';
import { checkDeliveryRole } from './delivery-role.ts';
import { checkEncryptionKey } from './encryption-key.ts';
import { checkIntegration, type Wording } from './integration.ts';
import type { Organizations } from './organizations.ts';
import { firstRefusal, type Refusal, refusalAnswer } from './refusal.ts';
import type { SettleDelay } from './settle-delay.ts';
import { checkTopic } from './topic.ts';
import { checkTrailLimit } from './trail-limit.ts';
import { checkTrailName, homeOf } from './trail-name.ts';
import { findTrail, type Trail } from './trails.ts';

/** What trails are checked with. */
export interface TrailCheckDependencies {
  /** In which roles are as CloudTrail sees them. */
  readonly api: EmulatorApi;
  /** Over the same API. */
  readonly evaluator: Evaluator;
  readonly organizations: Organizations;
  readonly owners: BucketOwners;
  readonly settleDelay: SettleDelay;
  /** How many trails a region may hold. */
  readonly mostTrails: number;
  readonly wording: Wording;
  readonly accountOf: (call: Call) => Promise<string>;
}

const STRING = z.optional(z.nullable(z.string()));
const ASKED = z.object({
  Name: STRING,
  TrailName: STRING,
  S3BucketName: STRING,
  S3KeyPrefix: STRING,
  SnsTopicName: STRING,
  KmsKeyId: STRING,
  IsMultiRegionTrail: z.optional(z.nullable(z.boolean())),
  IncludeGlobalServiceEvents: z.optional(z.nullable(z.boolean())),
  IsOrganizationTrail: z.optional(z.nullable(z.boolean())),
  CloudWatchLogsLogGroupArn: STRING,
  CloudWatchLogsRoleArn: STRING,
});
type Asked = z.infer<typeof ASKED>;

const CHANGES = ['UpdateTrail', 'StartLogging', 'StopLogging', 'DeleteTrail', 'PutEventSelectors'];

/** Whether these checks are about an operation of CloudTrail. */
export function isTrailChange(operation: string): boolean {
  return operation === 'CreateTrail' || CHANGES.includes(operation);
}

/**
 * CloudTrail's own checks of the calls that make or change a trail: name, existence and home region first, then whether
 * the trail is settled, then what the trail is to be: its bucket, topic and key are checked again at every UpdateTrail, the integration
 * with CloudWatch Logs when the call brings one.
 * Source: of each check in its own file; CloudTrail API reference, UpdateTrail (errors); aws-solutions/automated-security-response-on-aws
 * (UpdateTrail fails for the bucket's policy). Assumed: the order within what the trail is to be.
 */
export function trailChanges(checking: TrailCheckDependencies): Behaviour {
  return async (call, next) => {
    if (call.service !== 'cloudtrail') return next(call);
    if (call.operation === 'CreateTrail') return created(checking, call, () => next(call));
    if (CHANGES.includes(call.operation)) return changed(checking, call, () => next(call));
    return next(call);
  };
}

async function created(checking: TrailCheckDependencies, call: Call, pass: () => Promise<Answer>): Promise<Answer> {
  const asked = ASKED.parse(call.input ?? {});
  const { api, organizations, settleDelay } = checking;
  const [account, name] = [await checking.accountOf(call), asked.Name ?? ''];
  const trailArn = `arn:aws:cloudtrail:${call.region}:${account}:trail/${name}`;
  const refusal = await firstRefusal([
    () => checkTrailName(name),
    () => (asked.IsOrganizationTrail === true ? memberRefusal(organizations, account) : undefined),
    async () =>
      (await findTrail(api, trailArn)) && {
        code: 'TrailAlreadyExistsException',
        message: `Trail ${name} already exists for customer: ${account}`,
      },
    () => checkTrailLimit(api, homeOf(trailArn), checking.mostTrails),
    () => contentRefusal(checking, trailArn, asked),
  ]);
  if (refusal !== undefined) return refusalAnswer(refusal);
  const answer = await pass();
  if (answer.status === 200) settleDelay.changed(trailArn);
  return answer;
}

async function changed(checking: TrailCheckDependencies, call: Call, pass: () => Promise<Answer>): Promise<Answer> {
  const asked = ASKED.parse(call.input ?? {});
  const { api, organizations, settleDelay } = checking;
  const where = { account: await checking.accountOf(call), region: call.region };
  const found = await findChangeableTrail(api, organizations, asked.TrailName ?? asked.Name ?? '', where);
  if ('refusal' in found) return refusalAnswer(found.refusal);
  const { TrailARN } = found.trail;
  const updates = call.operation === 'UpdateTrail';
  const refusal = await firstRefusal([
    () => settleDelay.refusal(TrailARN),
    () => (updates ? contentRefusal(checking, TrailARN, asked, found.trail) : undefined),
  ]);
  if (refusal !== undefined) return refusalAnswer(refusal);
  const answer = await pass();
  if (updates && answer.status === 200) settleDelay.changed(TrailARN);
  return answer;
}

/** @param before the trail as it is, whose values stay where nothing is asked */
async function contentRefusal(
  { api, evaluator, organizations, owners, wording }: TrailCheckDependencies,
  trailArn: string,
  asked: Asked,
  before?: Trail,
): Promise<Refusal | undefined> {
  const logGroupArn = asked.CloudWatchLogsLogGroupArn ?? '';
  const roleArn = asked.CloudWatchLogsRoleArn ?? '';
  const bucket = asked.S3BucketName ?? before?.S3BucketName ?? '';
  const ofOrganization = asked.IsOrganizationTrail ?? before?.IsOrganizationTrail ?? false;
  const organization = ofOrganization ? { organizationId: await organizations.idOf(homeOf(trailArn).account) } : {};
  evaluator.forget();
  return firstRefusal([
    () => combinationRefusal(asked, before),
    () => checkIntegration(trailArn, { logGroupArn, roleArn }, wording),
    () => {
      const prefix = asked.S3KeyPrefix ?? before?.S3KeyPrefix ?? '';
      return checkBucket(api, evaluator, owners, { trailArn, bucket, prefix, ...organization });
    },
    () => checkTopic(api, evaluator, trailArn, asked.SnsTopicName ?? before?.SnsTopicName ?? ''),
    () =>
      checkEncryptionKey(api, evaluator, owners, { trailArn, bucket, keyId: asked.KmsKeyId ?? before?.KmsKeyId ?? '' }),
    () =>
      logGroupArn === ''
        ? undefined
        : checkDeliveryRole(api, evaluator, { trailArn, logGroupArn, roleArn, ...organization }, wording),
  ]);
}

/** Source: cloudconformity/auto-remediate pull request 3 (code and message). */
function combinationRefusal(asked: Asked, before?: Trail): Refusal | undefined {
  const multiRegion = asked.IsMultiRegionTrail ?? before?.IsMultiRegionTrail ?? false;
  const global = asked.IncludeGlobalServiceEvents ?? before?.IncludeGlobalServiceEvents ?? true;
  if (!multiRegion || global) return undefined;
  return {
    code: 'InvalidParameterCombinationException',
    message: 'Multi-Region trail must include global service events.',
  };
}

/** Source: CloudTrail API reference, NotOrganizationMasterAccountException; its message is assumed. */
function memberRefusal(organizations: Organizations, account: string): Refusal | undefined {
  if (organizations.managementOf(account) === undefined) return undefined;
  return {
    code: 'NotOrganizationMasterAccountException',
    message: `Account ${account} is not the management account of its organization.`,
  };
}
