import type { AwsError } from './aws-result.ts';
import type { Trail } from './resources.ts';
import type { TrailId } from './trail-id.ts';

/** A trail that DescribeTrails lists: in its home Region, as a replica, or of an organization. */
export interface ListedTrail {
  readonly id: TrailId;
  readonly trail: Trail;
}

/** What a sweep found in one Region. */
export type RegionScan =
  | { readonly region: string; readonly status: 'listed'; readonly trails: readonly ListedTrail[] }
  /** A service control policy closes the Region, so that nobody in the account can act there. */
  | { readonly region: string; readonly status: 'closed'; readonly error: AwsError }
  | { readonly region: string; readonly status: 'unread'; readonly error: AwsError }
  /** The sweep had no time left for the Region. */
  | { readonly region: string; readonly status: 'postponed' };

/** Whether the event rule of a Region delivers trail events to trailmend, or what prevents that. */
export type EventRuleStatus = 'active' | 'missing' | 'disabled' | 'changed' | 'without-target';
