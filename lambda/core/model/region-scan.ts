import type { AwsError } from './aws-result.ts';
import type { Trail } from './facts.ts';
import type { TrailId } from './trail-id.ts';

/** A trail as DescribeTrails lists it: in its home Region, or where a replica or an organization trail is shown. */
export interface ListedTrail {
  readonly id: TrailId;
  readonly trail: Trail;
}

/** What a sweep found in one Region. */
export type RegionScan =
  | { readonly region: string; readonly status: 'listed'; readonly trails: readonly ListedTrail[] }
  /** A service control policy closes the Region: nobody in the account can act there, and that is no failure. */
  | { readonly region: string; readonly status: 'closed'; readonly error: AwsError }
  | { readonly region: string; readonly status: 'unread'; readonly error: AwsError }
  /** The sweep had no time for it. */
  | { readonly region: string; readonly status: 'postponed' };

/** Whether the event rule of a Region delivers trail events to trailmend, or what prevents that. */
export type EventRuleStatus = 'active' | 'missing' | 'disabled' | 'changed' | 'without-target';
