import type { TrailId } from './trail-id.ts';

/** What trailmend reads from AWS about one trail. Times are ISO 8601 in UTC. */

/** A value from AWS, or why trailmend could not read it. An unread fact is never health. */
export type Fact<T> = { readonly read: true; readonly value: T } | { readonly read: false; readonly why: string };

/** No decision needs the fact, so trailmend does not read it. That differs from an unread fact. */
export type NotAsked = 'not-asked';
export const NOT_ASKED: NotAsked = 'not-asked';

export function isRead<T>(fact: Fact<T> | NotAsked): fact is Fact<T> & { readonly read: true } {
  return fact !== NOT_ASKED && fact.read;
}

/** Why a fact is not known. */
export function whyUnknown(fact: Fact<unknown> | NotAsked): string {
  return fact === NOT_ASKED || fact.read ? NOT_ASKED : fact.why;
}

export type Tags = Readonly<Record<string, string>>;

/** Where a trail delivers. */
export interface Target {
  /** `arn:P:logs:R:A:log-group:NAME:*` */
  readonly logGroupArn: string;
  /** `arn:P:iam::A:role/PATH/NAME` */
  readonly roleArn: string;
}

export function isSameTarget(one: Target, other: Target): boolean {
  return one.logGroupArn === other.logGroupArn && one.roleArn === other.roleArn;
}

/** A trail from GetTrail or DescribeTrails. Strings that are not set are empty. */
export interface Trail extends Target {
  readonly homeRegion: string;
  readonly isOrganizationTrail: boolean;
  readonly isMultiRegion: boolean;
  readonly includesGlobalEvents: boolean;
  readonly logFileValidation: boolean;
  readonly kmsKeyId: string;
  readonly snsTopicArn: string;
  readonly s3Bucket: string;
  readonly s3Prefix: string;
  /** False: the trail has the default selectors, all management events and no data events. */
  readonly hasCustomEventSelectors: boolean;
  /** Absent: no Insights selectors, or AWS did not report it. */
  readonly hasInsightSelectors?: true;
}

/** The response of GetTrailStatus. Times and errors that AWS does not report are absent. */
export interface TrailStatus {
  readonly isLogging: boolean;
  /** The last delivery to CloudWatch Logs that succeeded. */
  readonly latestLogsDelivery?: string;
  /** Why the last attempt to deliver to CloudWatch Logs failed, in AWS's words. */
  readonly logsDeliveryError?: string;
  /** The last delivery to the S3 bucket that succeeded. */
  readonly latestDelivery?: string;
  readonly deliveryError?: string;
  readonly startedLogging?: string;
  readonly stoppedLogging?: string;
}

/** What a trail records, from either kind of event selectors. */
export interface EventSelectors {
  readonly logsManagementEvents: boolean;
  /** Data and network activity events, in words such as `AWS::S3::Object (arn:aws:s3)`. */
  readonly dataEvents: readonly string[];
  /** Absent: the trail has the default selectors. */
  readonly own?: OwnSelectors;
}

/** The custom event selectors of a trail: a trail has one of the two kinds. */
export interface OwnSelectors {
  readonly kind: 'basic' | 'advanced';
  /** The list that PutEventSelectors takes, as JSON. */
  readonly json: string;
}

/** A log group from DescribeLogGroups. */
export interface LogGroup {
  readonly name: string;
  readonly class: string;
  /** Absent: events never expire. */
  readonly retentionDays?: number;
  /** Milliseconds since the epoch; absent when AWS does not report it. */
  readonly createdMs?: number;
}

/** The log group of a trail. */
export interface CurrentGroup extends LogGroup {
  /** Whether trailmend created it for this trail. Not asked when its retention is long enough. */
  readonly isOurs: Fact<boolean> | NotAsked;
}

/** An existing log group under one of trailmend's names. Its tags show who created it. */
export interface CandidateGroup extends LogGroup {
  readonly tags: Fact<Readonly<Record<string, string>>>;
  readonly metricFilters: OurMetricFilters;
}

/** A metric filter under one of trailmend's names, from DescribeMetricFilters. */
export interface MetricFilter {
  readonly name: string;
  readonly pattern: string;
  readonly metric: string;
  readonly namespace: string;
  readonly value: string;
  /** Whether dimensions, field selection or transformed logs keep records from the plain metric. */
  readonly isNarrowed: boolean;
}

/** Not asked when MetricFilters is `none`, or trailmend did not create the log group. */
export type OurMetricFilters = Fact<readonly MetricFilter[]> | NotAsked;

/** A role from GetRole. */
export interface Role {
  readonly arn: string;
  /** JSON; empty when AWS does not report it. */
  readonly trustDocument: string;
}

/** The result of iam:SimulatePrincipalPolicy for one action on one log stream. */
export interface SimulatedAction {
  readonly action: string;
  readonly resource: string;
  /** `allowed`, `explicitDeny`, `implicitDeny`: an open set. */
  readonly decision: string;
  /** Absent: no service control policy, or no boundary, applies. */
  readonly allowedByOrganizations?: boolean;
  readonly allowedByBoundary?: boolean;
  /** Condition keys of the policies that only a real call has. */
  readonly missingContext: readonly string[];
}

/** An existing role under one of trailmend's names, and what shows whether trailmend can use it. */
export interface CandidateRole extends Role {
  readonly path: string;
  /** Absent: the role has no permissions boundary. */
  readonly boundaryArn?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The inline policy under trailmend's policy name; empty when the role has none. */
  readonly deliveryPolicy: Fact<string>;
}

/** The facts that show whether a trail needs a repair. */
export interface TrailFacts {
  /** When trailmend started to read. */
  readonly now: string;
  readonly id: TrailId;
  /** AWS has no such trail: there is nothing to judge. */
  readonly gone: boolean;
  readonly trail: Fact<Trail>;
  /** Not asked for a trail of another account. */
  readonly tags: Fact<Tags> | NotAsked;
  readonly status: Fact<TrailStatus>;
  /** Not asked for a trail of another account. */
  readonly eventSelectors: Fact<EventSelectors> | NotAsked;
  /** `missing`: it does not exist. `none`: the trail names none in its account and home Region. */
  readonly currentGroup: Fact<CurrentGroup | 'missing' | 'none'>;
  /** Those of the trail's log group. */
  readonly metricFilters: OurMetricFilters;
  /** The role of the trail. Not asked when a recent delivery proves it. */
  readonly currentRole: Fact<Role | 'missing' | 'none'> | NotAsked;
  /** Not asked when a delivery proves the role, or the role or the log group is missing. */
  readonly simulation: Fact<readonly SimulatedAction[]> | NotAsked;
}

/** The log groups and roles from which a plan selects a target. */
export interface RepairFacts {
  /**
   * The log group of the accepted target. `missing`: it does not exist. `none`: the trail needs no
   * other group, or the ledger has no usable target.
   */
  readonly acceptedGroup: Fact<LogGroup | 'missing' | 'none'>;
  readonly candidateGroups: Fact<readonly CandidateGroup[]>;
  /** In the order of their generations, up to the first usable role. */
  readonly candidateRoles: Fact<readonly CandidateRole[]>;
  /** `o-…` of the organization that the account manages. Asked only for an organization trail. */
  readonly organizationId: Fact<string> | NotAsked;
}

/** The last known change of a trail's target. */
export interface Change {
  readonly at: string;
  /** The target that CloudTrail accepted, after it tested the role on the log group. */
  readonly accepted?: Target;
}

/** What the ledger and the trigger add to the facts about a trail. */
export interface History {
  /** Absent: no change is known. */
  readonly change?: Change;
  /** ARNs of the log groups that need no report, the accepted one first. Empty: none is known. */
  readonly knownGroups: readonly string[];
}

export const NO_HISTORY: History = { knownGroups: [] };

/** Whether CloudTrail can deliver to the group, and the group can have metric filters. */
export function isUsableLogGroup<G extends LogGroup>(group: G | string): group is G {
  return typeof group !== 'string' && group.class === 'STANDARD';
}
