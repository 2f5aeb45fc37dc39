import type { AwsError } from './aws-result.ts';
import type { Trail } from './facts.ts';
import type { TrailId } from './trail-id.ts';

/** A trail as DescribeTrails lists it: in its home region, or where a replica or an organization's trail is shown. */
export interface ListedTrail {
  readonly id: TrailId;
  readonly trail: Trail;
}

/** What a sweep saw of one region. */
export type RegionScan =
  | { readonly region: string; readonly seen: 'listed'; readonly trails: readonly ListedTrail[] }
  /** A service control policy closes the region: nobody here can act in it, and that is no failure. */
  | { readonly region: string; readonly seen: 'closed'; readonly error: AwsError }
  | { readonly region: string; readonly seen: 'unread'; readonly error: AwsError }
  /** There was no time for it. */
  | { readonly region: string; readonly seen: 'left' };

/** Whether trailmend hears of changes in a region, or what keeps it from hearing. */
export type EventRuleStatus = 'yes' | 'rule-missing' | 'rule-disabled' | 'rule-changed' | 'rule-without-target';
