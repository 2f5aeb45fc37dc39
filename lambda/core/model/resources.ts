import type { Fact, NotAsked } from './fact.ts';

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
  /** Whether the trail records CloudTrail's own deliveries. Absent: AWS did not report it. */
  readonly recursiveLogging?: boolean;
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

/** The last start and stop of logging, ISO 8601. Absent: AWS reported none. */
export interface LoggingTimes {
  readonly started?: string;
  readonly stopped?: string;
}

/**
 * The management events that a trail records. `write-only`: every event that writes, and not every
 * one that reads. `partial`: only some that write. `read-only`: none that writes.
 */
export type ManagementEvents = 'all' | 'write-only' | 'partial' | 'read-only' | 'none';

/** How many events of a kind a trail records. */
export type Extent = 'all' | 'partial' | 'none';

/** What a trail records, from either kind of event selectors. */
export interface EventSelectors {
  readonly managementEvents: ManagementEvents;
  /** The management events that read. */
  readonly reads: Extent;
  /** The sources of management events that the selectors leave out, sorted. */
  readonly excludedSources: readonly string[];
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
  /**
   * The account policy that sets `retentionDays`, whatever the log group has itself. Absent: none.
   * Source: CloudWatch Logs API reference, LogGroup, PutAccountPolicy.
   */
  readonly retentionPolicyName?: string;
  /** Milliseconds since the epoch; absent when AWS does not report it. */
  readonly createdMs?: number;
  /** A data protection policy of the log group or of the account masks events. */
  readonly isMasked?: true;
}

/** The log group of a trail. */
export interface CurrentGroup extends LogGroup {
  /** Whether trailmend created it for this trail. Not asked when its retention needs no repair. */
  readonly isOurs: Fact<boolean> | NotAsked;
}

/** An existing log group under one of trailmend's names. Its tags show who created it. */
export interface CandidateGroup extends LogGroup {
  readonly tags: Fact<Tags>;
  readonly metricFilters: OurMetricFilters;
}

/** A metric filter from DescribeMetricFilters. */
export interface MetricFilter {
  readonly name: string;
  readonly pattern: string;
  readonly metric: string;
  readonly namespace: string;
  readonly value: string;
  /** Whether dimensions, field selection or transformed logs keep records from the plain metric. */
  readonly isNarrowed: boolean;
}

/** A subscription filter from DescribeSubscriptionFilters. */
export interface SubscriptionFilter {
  readonly name: string;
  readonly pattern: string;
  readonly destinationArn: string;
}

/**
 * All filters of the trail's log group. Not asked when the trail has no log group in its account and
 * home Region, or its class takes none.
 */
export interface GroupFilters {
  readonly metric: Fact<readonly MetricFilter[]> | NotAsked;
  readonly subscription: Fact<readonly SubscriptionFilter[]> | NotAsked;
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
  readonly tags: Tags;
  /** The inline policy under trailmend's policy name; empty when the role has none. */
  readonly deliveryPolicy: Fact<string>;
  /** The names of other inline policies, and the ARNs of attached policies. */
  readonly otherPolicies: Fact<readonly string[]>;
}

/** Whether CloudTrail can deliver to the group, and the group can have metric filters. */
export function isUsableLogGroup<G extends LogGroup>(group: G | string): group is G {
  return typeof group !== 'string' && group.class === 'STANDARD';
}
