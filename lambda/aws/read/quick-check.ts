import type { QuickChecker } from '../../app/ports.ts';
import { isRoleProven } from '../../core/integration/delivery-health.ts';
import type { Settings } from '../../core/model/settings.ts';
import type { Clients } from '../clients.ts';
import { currentGroupOf, currentRoleOf } from './current-target.ts';
import { readEventSelectors } from './event-selectors.ts';
import { unread } from './fact.ts';
import { currentFilters } from './metric-filters.ts';
import { askerFor } from './organization.ts';
import { readTrailStatus, readTrailTags } from './resources.ts';
import { simulationOf } from './role-simulation.ts';

const NOT_ASKED = unread('a glance does not ask for it');
const NOT_NEEDED = { read: true, value: 'not-needed' } as const;
const PROVEN = { read: true, value: 'not-asked' } as const;

/**
 * The sweep's way to look: at most four calls for a trail to which AWS delivered lately, all at once, and only for others the
 * role as well, and the organization of its trail. It is for trails of this account in their home region. What a repair would need is not read, so a trail with
 * something to repair has to be observed in full. MetricFilters `cis` asks two calls more for a group of ours.
 */
export function quickChecker(clients: Clients, settings: Settings): QuickChecker {
  return async (trail, id, now, change) => {
    const known = { read: true, value: trail } as const;
    const [tags, status, eventSelectors, currentGroup] = await Promise.all([
      readTrailTags(clients, id),
      readTrailStatus(clients, id),
      readEventSelectors(clients, id, trail),
      currentGroupOf(clients, id, settings, known, now),
    ]);
    const delivery = { now, trail: known, status, ...(change && { change }) };
    const [metricFilters, currentRole, simulation] = await Promise.all([
      currentFilters(clients, id, currentGroup, settings),
      trail.roleArn !== '' && isRoleProven(delivery) ? PROVEN : currentRoleOf(clients, known, NOT_ASKED),
      simulationOf(clients, id, delivery, askerFor(clients, known, settings)),
    ]);
    return {
      ...delivery,
      id,
      gone: false,
      tags,
      eventSelectors,
      currentGroup,
      formerGroup: NOT_ASKED,
      metricFilters,
      currentRole,
      organizationId: NOT_ASKED,
      simulation: currentRole.read && currentRole.value === 'missing' ? NOT_NEEDED : simulation,
      candidateGroups: NOT_ASKED,
      candidateRoles: NOT_ASKED,
    };
  };
}
