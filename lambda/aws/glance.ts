import type { TrailId } from '../core/arn.ts';
import { deliveredRecently } from '../core/delivery.ts';
import type { Trail, TrailFacts } from '../core/facts.ts';
import type { Settings } from '../core/settings.ts';
import type { Clients } from './clients.ts';
import { currentGroupOf, currentRoleOf } from './current.ts';
import { readEventSelectors } from './event-selectors.ts';
import { unread } from './fact-from.ts';
import { currentFilters } from './metric-filters.ts';
import { readTrailStatus, readTrailTags } from './reads.ts';

/** Reads what tells whether a trail that is known from DescribeTrails needs anything. */
export type Glance = (trail: Trail, id: TrailId, now: string) => Promise<TrailFacts>;

const NOT_ASKED = unread('a glance does not ask for it');

/**
 * The sweep's way to look: at most four calls for a trail to which AWS delivered lately, all at once, and only for others the
 * role as well. It is for trails of this account in their home region. What a repair would need is not read, so a trail with
 * something to repair has to be observed in full. MetricFilters `cis` asks two calls more for a group of ours.
 */
export function glancer(clients: Clients, settings: Settings): Glance {
  return async (trail, id, now) => {
    const known = { read: true, value: trail } as const;
    const [tags, status, eventSelectors, currentGroup] = await Promise.all([
      readTrailTags(clients, id),
      readTrailStatus(clients, id),
      readEventSelectors(clients, id, trail),
      currentGroupOf(clients, id, known),
    ]);
    const metricFilters = await currentFilters(clients, id, currentGroup, settings);
    const isProven = status.read && deliveredRecently(status.value, now);
    const currentRole: TrailFacts['currentRole'] =
      isProven && trail.roleArn !== ''
        ? { read: true, value: 'not-asked' }
        : await currentRoleOf(clients, known, NOT_ASKED);
    return {
      now,
      id,
      gone: false,
      trail: known,
      tags,
      status,
      eventSelectors,
      currentGroup,
      metricFilters,
      currentRole,
      organizationId: NOT_ASKED,
      candidateGroups: NOT_ASKED,
      candidateRoles: NOT_ASKED,
    };
  };
}
