import type { TrailId } from './trail-id.ts';

/** What was read from AWS about one trail. Times are ISO 8601 strings in UTC, durations say their unit in their name. */

/** Something read from AWS, or the reason why it could not be read. An unread fact is never health. */
export type Fact<T> = { readonly read: true; readonly value: T } | { readonly read: false; readonly why: string };

/** What GetTrail and DescribeTrails say of a trail. AWS omits strings that are not set; an empty string counts as not set. */
export interface Trail {
  readonly homeRegion: string;
  readonly isOrganizationTrail: boolean;
  /** `arn:P:logs:R:A:log-group:NAME:*` when well formed. */
  readonly logGroupArn: string;
  /** `arn:P:iam::A:role/PATH/NAME` */
  readonly roleArn: string;
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
  /** Whether trailmend made it for this trail; not asked where its retention is long enough. */
  readonly isOurs: Fact<boolean | 'not-asked'>;
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

/** The filters under our names in a group; `not-asked` where MetricFilters is `none`, or trailmend did not make the group. */
export type OurMetricFilters = Fact<readonly MetricFilter[] | 'not-asked'>;

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

/** The last change of where a trail delivers, as far as it is known. */
export interface Change {
  readonly at: string;
  /** What was whole then: CloudTrail let it through, and it tries the role on the group before it does. */
  readonly accepted?: { readonly logGroupArn: string; readonly roleArn: string };
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

/** Everything a decision about one trail rests on. */
export interface TrailFacts {
  /** When the reading began. */
  readonly now: string;
  readonly id: TrailId;
  /** AWS knows no such trail (any more): there is nothing to judge. */
  readonly gone: boolean;
  readonly trail: Fact<Trail>;
  readonly tags: Fact<Readonly<Record<string, string>>>;
  readonly status: Fact<TrailStatus>;
  readonly eventSelectors: Fact<EventSelectors>;
  /** The log group that the trail names; `missing` when AWS has none of that name; `none` when the trail names none that could be looked up here. */
  readonly currentGroup: Fact<CurrentGroup | 'missing' | 'none'>;
  /**
   * The group to which the trail delivered when it was last known to be whole; `missing` when AWS has none of that name any more; `none` when
   * the trail needs no other group, or nothing is remembered that could be of use.
   */
  readonly formerGroup: Fact<LogGroup | 'missing' | 'none'>;
  /** Of the log group that the trail names. */
  readonly metricFilters: OurMetricFilters;
  /** The role that the trail names, with the same two words; `not-asked` where a recent delivery proves it. */
  readonly currentRole: Fact<Role | 'missing' | 'none' | 'not-asked'>;
  /** `o-…` of the organization that the account manages; asked only for an organization trail that is to be repaired. */
  readonly organizationId: Fact<string>;
  /** Not needed where the role is proven otherwise, or where there is no role or no group to try it on. */
  readonly simulation: Fact<readonly SimulatedAction[] | 'not-needed'>;
  /** Absent: no change is known. */
  readonly change?: Change;
  /** ARNs of the groups to which the trail delivered when it was last whole, or to which trailmend sent it since; absent: nothing is remembered. */
  readonly knownGroups?: readonly string[];
  /** The groups that exist under the names trailmend would choose, by name. */
  readonly candidateGroups: Fact<readonly CandidateGroup[]>;
  /** The roles that exist under the names trailmend would choose, first generation first, up to the first usable name. */
  readonly candidateRoles: Fact<readonly CandidateRole[]>;
}

/** Whether a group beside the trail can be delivered to, and keeps metric filters. A class cannot be changed. */
export function isUsableLogGroup<G extends LogGroup>(group: G | string): group is G {
  return typeof group !== 'string' && group.class === 'STANDARD';
}
