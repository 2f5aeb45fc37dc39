import {
  GetTrailCommand,
  GetTrailStatusCommand,
  type GetTrailStatusCommandOutput,
  ListTagsCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  ListTagsForResourceCommand,
  paginateDescribeLogGroups,
  type LogGroup as SdkLogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetRoleCommand, GetRolePolicyCommand, type Role as SdkRole } from '@aws-sdk/client-iam';
import { hasCode } from '../../core/model/aws-result.ts';
import type { Fact } from '../../core/model/fact.ts';
import type { LogGroup } from '../../core/model/log-group.ts';
import type { CandidateRole } from '../../core/model/role.ts';
import type { Tags } from '../../core/model/tags.ts';
import type { Trail, TrailStatus } from '../../core/model/trail.ts';
import { logGroupArn, type TrailId } from '../../core/model/trail-id.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';
import { factFrom, readFact, readPages } from './fact.ts';
import { trailFrom } from './trail.ts';

/** A role from GetRole. */
export type RoleRead = Omit<CandidateRole, 'deliveryPolicy' | 'otherPolicies'>;

/** The trail, or `gone` when it does not exist. */
export async function readTrail(clients: Clients, { arn, region }: TrailId): Promise<Fact<Trail> | 'gone'> {
  const answer = await callAws('GetTrail', () => clients.cloudTrail(region).send(new GetTrailCommand({ Name: arn })));
  if (!answer.ok && hasCode(answer.error, 'TrailNotFound')) return 'gone';
  return factFrom(answer, ({ Trail: trail }) => trail && trailFrom(trail, region));
}

/** @param trail any Region that lists the trail, and its ARN: AWS reads a replica by its ARN */
export function readTrailStatus(
  clients: Clients,
  { arn, region }: Pick<TrailId, 'arn' | 'region'>,
): Promise<Fact<TrailStatus>> {
  const send = () => clients.cloudTrail(region).send(new GetTrailStatusCommand({ Name: arn }));
  return readFact('GetTrailStatus', send, statusFrom);
}

export function readTrailTags(clients: Clients, { arn, region }: TrailId): Promise<Fact<Tags>> {
  const send = () => clients.cloudTrail(region).send(new ListTagsCommand({ ResourceIdList: [arn] }));
  return readFact('ListTags', send, ({ ResourceTagList = [] }) =>
    tagsFrom(ResourceTagList.flatMap(({ TagsList = [] }) => TagsList)),
  );
}

/** The log groups whose names begin with a prefix: DescribeLogGroups has no exact search. */
export function readLogGroups(clients: Clients, region: string, prefix: string): Promise<Fact<readonly LogGroup[]>> {
  const pages = () => paginateDescribeLogGroups({ client: clients.logs(region) }, { logGroupNamePrefix: prefix });
  return readPages('DescribeLogGroups', pages, ({ logGroups = [] }) => logGroups.map(logGroupFrom));
}

/** The tagging calls of CloudWatch Logs take an ARN without `:*`. */
export function readLogGroupTags(clients: Clients, id: TrailId, name: string): Promise<Fact<Tags>> {
  const resourceArn = logGroupArn(id, name).replace(/:\*$/, '');
  const send = () => clients.logs(id.region).send(new ListTagsForResourceCommand({ resourceArn }));
  return readFact('ListTagsForResource', send, ({ tags = {} }) => tags);
}

export async function readRole(clients: Clients, name: string): Promise<Fact<RoleRead | 'missing'>> {
  const answer = await callAws('GetRole', () => clients.iam().send(new GetRoleCommand({ RoleName: name })));
  if (!answer.ok && hasCode(answer.error, 'NoSuchEntity')) return { read: true, value: 'missing' };
  return factFrom(answer, ({ Role: role }) => role && roleFrom(role));
}

/** An inline policy of a role; empty when the role or the policy does not exist. */
export async function readRolePolicy(clients: Clients, role: string, policy: string): Promise<Fact<string>> {
  const answer = await callAws('GetRolePolicy', () =>
    clients.iam().send(new GetRolePolicyCommand({ RoleName: role, PolicyName: policy })),
  );
  if (!answer.ok && hasCode(answer.error, 'NoSuchEntity')) return { read: true, value: '' };
  return factFrom(answer, ({ PolicyDocument }) => (PolicyDocument === undefined ? undefined : decode(PolicyDocument)));
}

function statusFrom(status: GetTrailStatusCommandOutput): TrailStatus | undefined {
  if (status.IsLogging === undefined) return undefined;
  const reported: Record<Exclude<keyof TrailStatus, 'isLogging'>, string | undefined> = {
    latestLogsDelivery: iso(status.LatestCloudWatchLogsDeliveryTime),
    logsDeliveryError: status.LatestCloudWatchLogsDeliveryError,
    latestDelivery: iso(status.LatestDeliveryTime),
    deliveryError: status.LatestDeliveryError,
    startedLogging: iso(status.StartLoggingTime),
    stoppedLogging: iso(status.StopLoggingTime),
  };
  const known = Object.entries(reported).filter(([, value]) => value !== undefined && value !== '');
  return { isLogging: status.IsLogging, ...Object.fromEntries(known) };
}

/** Invalid dates from malformed responses are treated as missing. */
function iso(time: Date | undefined): string | undefined {
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function logGroupFrom({
  logGroupName = '',
  logGroupClass = 'STANDARD',
  retentionInDays,
  retentionPolicyName,
  creationTime,
  dataProtectionStatus,
  inheritedProperties = [],
}: SdkLogGroup): LogGroup {
  return {
    name: logGroupName,
    class: logGroupClass,
    ...(retentionInDays !== undefined && { retentionDays: retentionInDays }),
    ...(retentionPolicyName !== undefined && { retentionPolicyName }),
    ...(creationTime !== undefined && { createdMs: creationTime }),
    ...((dataProtectionStatus === 'ACTIVATED' || inheritedProperties.includes('ACCOUNT_DATA_PROTECTION')) && {
      isMasked: true,
    }),
  };
}

function roleFrom({
  Arn = '',
  Path = '',
  AssumeRolePolicyDocument = '',
  PermissionsBoundary,
  Tags = [],
}: SdkRole): RoleRead {
  const boundaryArn = PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    arn: Arn,
    path: Path,
    trustDocument: decode(AssumeRolePolicyDocument),
    ...(boundaryArn !== undefined && { boundaryArn }),
    tags: tagsFrom(Tags),
  };
}

function tagsFrom(tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]): Tags {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** IAM returns policy documents URL-encoded (RFC 3986). */
function decode(document: string): string {
  try {
    return decodeURIComponent(document);
  } catch {
    // Not encoded: the document has a bare %.
    return document;
  }
}
