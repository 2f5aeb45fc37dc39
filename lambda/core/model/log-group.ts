import type { Fact, NotAsked } from './fact.ts';
import type { Tags } from './tags.ts';

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

/** A log stream from DescribeLogStreams. */
export interface LogStream {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
}

/**
 * All filters of the trail's log group. Not asked when the trail has no log group in its account
 * and home Region, or its class takes none.
 */
export interface GroupFilters {
  readonly metric: Fact<readonly MetricFilter[]> | NotAsked;
  readonly subscription: Fact<readonly SubscriptionFilter[]> | NotAsked;
}

/** Not asked when MetricFilters is `none`, or trailmend did not create the log group. */
export type OurMetricFilters = Fact<readonly MetricFilter[]> | NotAsked;

/** Whether CloudTrail can deliver to the group, and the group can have metric filters. */
export function isUsableLogGroup<G extends LogGroup>(group: G | string): group is G {
  return typeof group !== 'string' && group.class === 'STANDARD';
}
