import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import type { EventSelectors, Extent, ManagementEvents } from '../../core/model/event-selectors.ts';

/** What passes a selector: all events that write or read, or some that write. */
type Passing = 'writes' | 'some-writes' | 'reads' | 'some-reads';

/** The management events that selectors record together. A trail has selectors of one kind. */
export function recordedBy(
  basic: readonly EventSelector[],
  advanced: readonly AdvancedEventSelector[],
): Pick<EventSelectors, 'managementEvents' | 'reads' | 'excludedSources'> {
  const passing = new Set([...basic.flatMap(passingBasic), ...advanced.flatMap(passingAdvanced)]);
  const reads: Extent = passing.has('reads') ? 'all' : passing.has('some-reads') ? 'partial' : 'none';
  // What one selector leaves out may pass another one. That is no reason to overlook an exclusion.
  const excluded = [
    ...basic.filter(hasManagementEvents).flatMap(excludedByBasic),
    ...advanced.flatMap(excludedByAdvanced),
  ];
  return {
    managementEvents: managementEventsOf(passing, reads),
    reads,
    excludedSources: [...new Set(excluded)].toSorted(),
  };
}

function managementEventsOf(passing: ReadonlySet<Passing>, reads: Extent): ManagementEvents {
  if (passing.has('writes')) return reads === 'all' ? 'all' : 'write-only';
  if (passing.has('some-writes')) return 'partial';
  return reads === 'none' ? 'none' : 'read-only';
}

function hasManagementEvents({ IncludeManagementEvents = true }: EventSelector): boolean {
  return IncludeManagementEvents;
}

function excludedByBasic({ ExcludeManagementEventSources = [] }: EventSelector): readonly string[] {
  return ExcludeManagementEventSources;
}

function excludedByAdvanced(selector: AdvancedEventSelector): readonly string[] {
  const { FieldSelectors = [] } = selector;
  if (!isAboutManagement(selector)) return [];
  return FieldSelectors.flatMap(({ Field, NotEquals = [] }) => (Field === 'eventSource' ? NotEquals : []));
}

function isAboutManagement({ FieldSelectors = [] }: AdvancedEventSelector): boolean {
  return FieldSelectors.some(({ Field, Equals = [] }) => Field === 'eventCategory' && Equals.includes('Management'));
}

/**
 * The sources whose events a trail may leave out because of their number, which is no narrowing.
 * Source: CloudTrail API reference, EventSelector, ExcludeManagementEventSources.
 */
const EXCLUDABLE_SOURCES: readonly string[] = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];

/** Source: CloudTrail API reference, EventSelector. */
function passingBasic(selector: EventSelector): readonly Passing[] {
  const { ReadWriteType = 'All' } = selector;
  if (!hasManagementEvents(selector)) return [];
  const isKnown = ['All', 'ReadOnly', 'WriteOnly'].includes(ReadWriteType);
  const isNarrowed = !isKnown || !areExcludable(excludedByBasic(selector));
  return passingOf(ReadWriteType !== 'WriteOnly', ReadWriteType !== 'ReadOnly', isNarrowed);
}

/** Fields narrow a selector together (CloudTrail API reference, AdvancedFieldSelector). */
function passingAdvanced(selector: AdvancedEventSelector): readonly Passing[] {
  const { FieldSelectors = [] } = selector;
  if (!isAboutManagement(selector)) return [];
  const readOnly = FieldSelectors.filter(({ Field }) => Field === 'readOnly');
  const passes = (value: string) => readOnly.every(({ Equals }) => Equals?.includes(value) ?? true);
  return passingOf(passes('true'), passes('false'), FieldSelectors.some(isNarrowing));
}

/** Whether a field keeps events out for another reason than that they read or write. */
function isNarrowing({ Field, Equals, NotEquals, ...others }: AdvancedFieldSelector): boolean {
  const hasOthers = Object.values(others).some((values) => values !== undefined);
  if (Field === 'eventCategory') return false;
  if (Field === 'readOnly') return NotEquals !== undefined || hasOthers;
  return Field !== 'eventSource' || Equals !== undefined || hasOthers || !areExcludable(NotEquals ?? []);
}

function areExcludable(sources: readonly string[]): boolean {
  return sources.every((source) => EXCLUDABLE_SOURCES.includes(source));
}

function passingOf(reads: boolean, writes: boolean, isNarrowed: boolean): readonly Passing[] {
  const passing: readonly (Passing | false)[] = [
    reads && (isNarrowed ? 'some-reads' : 'reads'),
    writes && (isNarrowed ? 'some-writes' : 'writes'),
  ];
  return passing.filter((one) => one !== false);
}
