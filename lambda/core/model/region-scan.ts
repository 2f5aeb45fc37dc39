import type { AwsError } from './aws-result.ts';
import type { ManagementEvents } from './event-selectors.ts';
import type { Fact } from './fact.ts';
import type { Trail } from './trail.ts';
import type { TrailId } from './trail-id.ts';

/** A trail that DescribeTrails lists: in its home Region, as a replica, or of an organization. */
export interface ListedTrail {
  readonly id: TrailId;
  readonly trail: Trail;
}

/** Whether a listed trail logs, and which management events it records. */
export interface Recording {
  readonly isLogging: Fact<boolean>;
  readonly managementEvents: Fact<ManagementEvents>;
}

/** What listed trails record, by ARN. Nothing was read about a trail that is missing. */
export type Recordings = ReadonlyMap<string, Recording>;

/** What a sweep found in one Region. */
export type RegionScan =
  | { readonly region: string; readonly status: 'listed'; readonly trails: readonly ListedTrail[] }
  /** A service control policy closes the Region, so that nobody in the account can act there. */
  | { readonly region: string; readonly status: 'closed'; readonly error: AwsError }
  | { readonly region: string; readonly status: 'unread'; readonly error: AwsError }
  /** The sweep had no time left for the Region. */
  | { readonly region: string; readonly status: 'postponed' };

/** The names of the Regions that a sweep found in a state. */
export function regionsWith(status: RegionScan['status'], scans: readonly RegionScan[]): readonly string[] {
  return scans.filter((scan) => scan.status === status).map(({ region }) => region);
}

/** The trails that the Regions list: a multi-Region trail once for each Region. */
export function trailsIn(scans: readonly RegionScan[]): readonly ListedTrail[] {
  return scans.flatMap((scan) => (scan.status === 'listed' ? scan.trails : []));
}

/** Whether the event rule of a Region delivers trail events to trailmend, or what prevents that. */
export type EventRuleStatus =
  | 'active'
  | 'missing'
  | 'disabled'
  | 'changed'
  | 'without-target'
  /** Its target receives something else than the event. */
  | 'altered-input'
  /** Its target has a role that the stack did not set. */
  | 'other-role';

/** The dead-letter queue of a forwarder, and about how many events it contains. */
export type ForwarderQueue =
  | { readonly status: 'found'; readonly queueUrl: string; readonly events: number }
  | { readonly status: 'missing' };

/** What a sweep knows about the trails of the account. */
export interface AccountFacts {
  readonly account: string;
  readonly scans: readonly RegionScan[];
  readonly recordings: Recordings;
  /** Whether the parameter Regions limits the sweep. */
  readonly isLimited: boolean;
}
