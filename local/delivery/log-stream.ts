import * as z from 'zod/mini';
import { NOT_PERMITTED, NOT_TRUSTED } from '../cloudtrail/delivery-role.ts';
import { type EmulatorApi, EmulatorError } from '../emulator/api.ts';
import type { Evaluator } from '../iam/evaluator.ts';
import { doesRoleTrust } from '../iam/role-trust.ts';
import { putBatches } from './batches.ts';
import { DeliveryError } from './delivery-error.ts';
import type { PendingRecord } from './pending-record.ts';
import type { LogDestination, TrailDestinations } from './trail-destinations.ts';

type IntegratedTrail = TrailDestinations & { readonly logs: LogDestination };

const NOTHING = z.unknown();
const CLOUDTRAIL = 'cloudtrail.amazonaws.com';
const NO_GROUP = 'The specified log group does not exist.';

/**
 * The name of the log stream that receives the records of an account.
 * Source: CloudTrail user guide, "CloudWatch log group and log stream naming for CloudTrail"
 * (`ACCOUNT_CloudTrail_REGION` with the trail's Region). Assumed for the records of member
 * accounts: `ORGID_ACCOUNT_CloudTrail_REGION`, of which only `ORGID_*` is documented. Not built:
 * further streams (`_2`, `_3`) at high volume.
 */
export function streamName(trail: TrailDestinations, account: string, organizationId?: string): string {
  const own = `${account}_CloudTrail_${trail.homeRegion}`;
  return account === trail.account || organizationId === undefined ? own : `${organizationId}_${own}`;
}

/**
 * Writes records to a stream of a trail's log group with the permissions of its delivery role. Each
 * record becomes one log event with the time of its call.
 * Source: CloudTrail user guide, "Role policy document for CloudTrail to use CloudWatch Logs"
 * (CreateLogStream and PutLogEvents, nothing else), "Sending events to CloudWatch Logs" (a group in
 * the trail's Region and account).
 * @throws DeliveryError when the role or the group prevents it, with CloudTrail's message about
 * such a role or the message of CloudWatch Logs. Assumed: GetTrailStatus returns these messages.
 */
export async function writeToStream(
  api: EmulatorApi,
  evaluator: Evaluator,
  trail: IntegratedTrail,
  stream: string,
  records: readonly PendingRecord[],
): Promise<void> {
  const { account, homeRegion: region, logs } = trail;
  await requireDeliveryPermissions(api, evaluator, trail, stream);
  const [, , , groupRegion = '', groupAccount = '', , logGroupName = ''] = logs.groupArn.split(':');
  if (groupRegion !== region || groupAccount !== account) throw new DeliveryError(NO_GROUP);
  const ask = (operation: string, input: object) =>
    api.json(
      'logs',
      `Logs_20140328.${operation}`,
      { logGroupName, logStreamName: stream, ...input },
      { account, region },
      NOTHING,
    );
  try {
    await ask('CreateLogStream', {});
  } catch (error) {
    if (!(error instanceof EmulatorError)) throw error;
    if (error.code === 'ResourceNotFoundException') throw new DeliveryError(NO_GROUP);
    if (error.code !== 'ResourceAlreadyExistsException') throw error;
  }
  for (const logEvents of putBatches(records)) await ask('PutLogEvents', { logEvents });
}

/**
 * Checks the trust and the permissions of a trail's delivery role.
 * @throws DeliveryError when they are not sufficient
 */
async function requireDeliveryPermissions(
  api: EmulatorApi,
  evaluator: Evaluator,
  { account, homeRegion: region, logs }: IntegratedTrail,
  stream: string,
): Promise<void> {
  if (!(await doesRoleTrust(api, evaluator, logs.roleArn, CLOUDTRAIL, region))) {
    throw new DeliveryError(NOT_TRUSTED.current);
  }
  const resource = `${logs.groupArn}:log-stream:${stream}`;
  const principal = { kind: 'role', arn: logs.roleArn, sessionName: 'CloudTrail' } as const;
  for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) {
    const { allowed } = await evaluator.decide({ principal, action, resource, resourceAccount: account, region });
    if (!allowed) throw new DeliveryError(NOT_PERMITTED.current);
  }
}
