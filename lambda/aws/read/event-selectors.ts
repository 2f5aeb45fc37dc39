import {
  type AdvancedEventSelector,
  type EventSelector,
  GetEventSelectorsCommand,
  type GetEventSelectorsCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import type { EventSelectors } from '../../core/model/event-selectors.ts';
import type { Fact } from '../../core/model/fact.ts';
import { foreign } from '../../core/model/foreign-text.ts';
import type { Trail } from '../../core/model/trail.ts';
import type { TrailId } from '../../core/model/trail-id.ts';
import type { Clients } from '../clients.ts';
import { readFact } from './fact.ts';
import { recordedBy } from './management-events.ts';

/** What a trail without custom selectors records (CloudTrail API reference, PutEventSelectors). */
const DEFAULT: EventSelectors = { managementEvents: 'all', reads: 'all', excludedSources: [], dataEvents: [] };

export async function readEventSelectors(
  clients: Clients,
  { arn, region }: Pick<TrailId, 'arn' | 'region'>,
  { hasCustomEventSelectors }: Trail,
): Promise<Fact<EventSelectors>> {
  if (!hasCustomEventSelectors) return { read: true, value: DEFAULT };
  const send = () => clients.cloudTrail(region).send(new GetEventSelectorsCommand({ TrailName: arn }));
  return readFact('GetEventSelectors', send, selectorsFrom);
}

/** A trail has selectors of one kind. A response with neither is unread. */
function selectorsFrom({
  EventSelectors: basic = [],
  AdvancedEventSelectors: advanced = [],
}: GetEventSelectorsCommandOutput): EventSelectors | undefined {
  const kind = advanced.length > 0 ? 'advanced' : 'basic';
  const own = kind === 'advanced' ? advanced : basic;
  if (own.length === 0) return undefined;
  return {
    own: { kind, json: JSON.stringify(own) },
    ...recordedBy(basic, advanced),
    dataEvents: [...basic.flatMap(dataResources), ...advanced.flatMap(dataCategory)],
  };
}

function dataResources({ DataResources = [] }: EventSelector): readonly string[] {
  return DataResources.map(({ Type = 'resources', Values = [] }) => describe(foreign(Type), Values));
}

function dataCategory(selector: AdvancedEventSelector): readonly string[] {
  const category = valuesOf(selector, 'eventCategory');
  if (category.includes('Data')) return [describe(valuesOf(selector, 'resources.type').map(foreign).join(', '), [])];
  if (category.includes('NetworkActivity')) return [describe('network activity', valuesOf(selector, 'eventSource'))];
  return [];
}

function valuesOf({ FieldSelectors = [] }: AdvancedEventSelector, field: string): readonly string[] {
  return FieldSelectors.flatMap(({ Field, Equals = [] }) => (Field === field ? Equals : []));
}

function describe(what: string, values: readonly string[]): string {
  return values.length === 0 ? what : `${what} (${values.map(foreign).join(', ')})`;
}
