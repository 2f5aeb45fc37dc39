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
