import type { TrailId } from './trail-id.ts';

/** What is read from AWS about one trail. Times are ISO 8601 strings in UTC, durations say their unit in their name. */

/** Something read from AWS, or the reason why it could not be read. An unread fact is never health. */
export type Fact<T> = { readonly read: true; readonly value: T } | { readonly read: false; readonly why: string };

/** No decision needs the fact, so AWS was not asked. That is neither health nor an unread fact. */
export type NotAsked = 'not-asked';
export const NOT_ASKED: NotAsked = 'not-asked';

/** Tags by key. */
export type Tags = Readonly<Record<string, string>>;

/** Where a trail delivers. */
export interface Target {
  /** `arn:P:logs:R:A:log-group:NAME:*` */
  readonly logGroupArn: string;
  /** `arn:P:iam::A:role/PATH/NAME` */
  readonly roleArn: string;
}

/** Whether a trail delivers to a target, or two targets are the same. */
export function isSameTarget(one: Target, other: Target): boolean {
  return one.logGroupArn === other.logGroupArn && one.roleArn === other.roleArn;
}

/** What GetTrail and DescribeTrails say of a trail. AWS omits strings that are not set; an empty string counts as not set. */
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
  /** False: the trail records what every new trail does, all management events and no data events. */
  readonly hasCustomEventSelectors: boolean;
  /** Whether CloudTrail analyses it for unusual activity; what exactly is not asked for. Absent: it does not, or AWS does not say. */
  readonly hasInsightSelectors?: true;
}

/** What GetTrailStatus says. Times and errors are absent where AWS tells none. */
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

/** What a trail records, from GetEventSelectors, whichever of the two kinds of selectors it has. */
export interface EventSelectors {
  readonly logsManagementEvents: boolean;
  /** Data and network activity events, each selector in words such as `AWS::S3::Object (arn:aws:s3)`. */
  readonly dataEvents: readonly string[];
  /** Those of the trail's own, word for word; absent: it has none. */
  readonly own?: OwnSelectors;
}

/** The event selectors that somebody gave a trail; a trail has one of the two kinds. */
export interface OwnSelectors {
  readonly kind: 'basic' | 'advanced';
  /** The list as PutEventSelectors takes it, as JSON. */
  readonly json: string;
}

/** A CloudWatch Logs log group as DescribeLogGroups returns it, with tags where a decision needs them. */
export interface LogGroup {
  readonly name: string;
  readonly class: string;
  /** Absent: events never expire. */
  readonly retentionDays?: number;
  /** Milliseconds since the epoch; absent when AWS left it out. */
  readonly createdMs?: number;
}

/** The group that a trail names. */
export interface CurrentGroup extends LogGroup {
  /** Whether trailmend created it for this trail; not asked where its retention is long enough. */
  readonly isOurs: Fact<boolean> | NotAsked;
}

/** A group whose name trailmend would choose. Its tags tell whether trailmend made it. */
export interface CandidateGroup extends LogGroup {
  readonly tags: Fact<Readonly<Record<string, string>>>;
  readonly metricFilters: OurMetricFilters;
}

/** A metric filter under one of our names, as DescribeMetricFilters returns it. */
export interface MetricFilter {
  readonly name: string;
  readonly pattern: string;
  readonly metric: string;
  readonly namespace: string;
  readonly value: string;
  /** Something beside the pattern keeps records from the plain metric: dimensions, a choice by fields, transformed logs. */
  readonly isNarrowed: boolean;
}

/** The filters under trailmend's names; not asked where MetricFilters is `none`, or trailmend did not create the group. */
export type OurMetricFilters = Fact<readonly MetricFilter[]> | NotAsked;

/** A role as GetRole returns it. */
export interface Role {
  readonly arn: string;
  /** JSON; empty when AWS left it out. */
  readonly trustDocument: string;
}

/** What iam:SimulatePrincipalPolicy says of one action of a role on one of the log streams of its trail. */
export interface SimulatedAction {
  readonly action: string;
  readonly resource: string;
  /** `allowed`, `explicitDeny`, `implicitDeny`: an open set. */
  readonly decision: string;
  /** Absent: no service control policy, or no boundary, has a say. */
  readonly allowedByOrganizations?: boolean;
  readonly allowedByBoundary?: boolean;
  /** Condition keys that the policies ask for and only a real call could bring. */
  readonly missingContext: readonly string[];
}

/** A role whose name trailmend would choose, with everything that tells whether trailmend made it and can mend it. */
export interface CandidateRole extends Role {
  readonly path: string;
  /** Absent: the role has no permissions boundary. */
  readonly boundaryArn?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The inline policy under trailmend's policy name; empty when the role has none. */
  readonly deliveryPolicy: Fact<string>;
}

/** What tells whether a trail needs a repair. */
export interface TrailFacts {
  /** When the reading began. */
  readonly now: string;
  readonly id: TrailId;
  /** AWS does not know the trail, or no longer: there is nothing to judge. */
  readonly gone: boolean;
  readonly trail: Fact<Trail>;
  readonly tags: Fact<Tags>;
  readonly status: Fact<TrailStatus>;
  readonly eventSelectors: Fact<EventSelectors>;
  /**
   * The log group that the trail names. `missing`: AWS has no group of that name. `none`: the trail names no group that can be
   * looked up in its account and home Region.
   */
  readonly currentGroup: Fact<CurrentGroup | 'missing' | 'none'>;
  /** Of the log group that the trail names. */
  readonly metricFilters: OurMetricFilters;
  /** The role that the trail names, with the same two words; not asked where a recent delivery proves it. */
  readonly currentRole: Fact<Role | 'missing' | 'none'> | NotAsked;
  /** Not asked where the role is proven otherwise, or where there is no role or no group to try it on. */
  readonly simulation: Fact<readonly SimulatedAction[]> | NotAsked;
}

/** What only a plan asks for: the log groups and roles from which it selects a target. */
export interface RepairFacts {
  /**
   * The log group of the accepted target. `missing`: AWS has no group of that name. `none`: the trail needs no other group, or no
   * useful target is remembered.
   */
  readonly acceptedGroup: Fact<LogGroup | 'missing' | 'none'>;
  /** The groups that exist under the names that trailmend would choose. */
  readonly candidateGroups: Fact<readonly CandidateGroup[]>;
  /** The roles that exist under the names that trailmend would choose, first generation first, up to the first usable one. */
  readonly candidateRoles: Fact<readonly CandidateRole[]>;
  /** `o-…` of the organization that the account manages; asked only for its organization's trail. */
  readonly organizationId: Fact<string> | NotAsked;
}

/** The last change of where a trail delivers, as far as it is known. */
export interface Change {
  readonly at: string;
  /** The target that CloudTrail accepted: it tries the role on the group before it accepts. */
  readonly accepted?: Target;
}

/** What the ledger and the trigger say about a trail, beside the facts. */
export interface History {
  /** Absent: no change is known. */
  readonly change?: Change;
  /** ARNs of the log groups that the trail may deliver to without a report, the accepted one first. Empty: none is remembered. */
  readonly knownGroups: readonly string[];
}

export const NO_HISTORY: History = { knownGroups: [] };

/** Whether CloudTrail can deliver to a group and the group can hold metric filters. AWS does not let a class change. */
export function isUsableLogGroup<G extends LogGroup>(group: G | string): group is G {
  return typeof group !== 'string' && group.class === 'STANDARD';
}
