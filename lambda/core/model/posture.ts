import type { Extent, OwnSelectors } from './event-selectors.ts';
import type { Tags } from './tags.ts';
import type { Trail } from './trail.ts';

/** The tag with which an owner accepts a weakening of a trail. */
export const ACCEPT_TAG = 'trailmend:accept';

/** The management events that a trail records. */
export interface RecordedEvents {
  readonly writes: Extent;
  readonly reads: Extent;
  /** The sources that the selectors leave out, such as `kms.amazonaws.com`, sorted. */
  readonly excludedSources: readonly string[];
  /** Absent: the trail had the default selectors, or they are too long to remember. */
  readonly own?: OwnSelectors;
}

/** What the log group of a trail keeps, and who is fed from it. */
export interface GroupPosture {
  /** Milliseconds since the epoch: another time shows that the group was made again. */
  readonly createdMs?: number;
  /** Absent: events never expire. */
  readonly retentionDays?: number;
  /** `NAME:HASH`, sorted. Absent: unread. */
  readonly metricFilters?: readonly string[];
  readonly subscriptionFilters?: readonly string[];
  /** `NAME:CREATED`, sorted: the log streams of the trail. Absent: unread. */
  readonly streams?: readonly string[];
  /** Whether a data protection policy masks events. */
  readonly masked: boolean;
  /** trailmend created the log group for this trail. Its tag alone would be the caller's word. */
  readonly isOurs?: true;
}

/** What can be read about a trail, to compare it with its posture. Absent parts are unread. */
export interface PostureParts {
  /** The settings, with the accepted log group and role. */
  readonly trail: Trail;
  readonly recording?: RecordedEvents;
  /** To create the trail again. */
  readonly tags?: Tags;
  readonly group?: GroupPosture;
}

/**
 * What a trail is set to record and where it goes, as its owner accepted it. A weakening never
 * moves it.
 */
export interface Posture extends PostureParts {
  /** When it last moved, ISO 8601. */
  readonly since: string;
  /** Only the calls that create a trail have shown it, so that its creator may still be at work. */
  readonly isNew?: true;
}
