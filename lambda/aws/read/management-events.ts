import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import type { ManagementEvents } from '../../core/model/resources.ts';

/** What passes a selector: all events that write or read, or some that write. */
type Passing = 'writes' | 'some-writes' | 'reads';

/** The management events that selectors record together. A trail has selectors of one kind. */
export function managementEventsOf(
  basic: readonly EventSelector[],
  advanced: readonly AdvancedEventSelector[],
): ManagementEvents {
  const passing = new Set([...basic.flatMap(passingBasic), ...advanced.flatMap(passingAdvanced)]);
  if (passing.has('writes')) return passing.has('reads') ? 'all' : 'write-only';
  if (passing.has('some-writes')) return 'partial';
  return passing.has('reads') ? 'read-only' : 'none';
}

/**
 * The sources whose events a trail may leave out because of their number, which is no narrowing.
 * Source: CloudTrail API reference, EventSelector, ExcludeManagementEventSources.
 */
const EXCLUDABLE_SOURCES: readonly string[] = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];

/** Source: CloudTrail API reference, EventSelector. */
function passingBasic({
  IncludeManagementEvents = true,
  ReadWriteType = 'All',
  ExcludeManagementEventSources = [],
}: EventSelector): readonly Passing[] {
  if (!IncludeManagementEvents) return [];
  const isKnown = ['All', 'ReadOnly', 'WriteOnly'].includes(ReadWriteType);
  const isNarrowed = !isKnown || !areExcludable(ExcludeManagementEventSources);
  return passingOf(ReadWriteType !== 'WriteOnly', ReadWriteType !== 'ReadOnly', isNarrowed);
}

/** Source: CloudTrail API reference, AdvancedFieldSelector; the fields of a selector narrow it together. */
function passingAdvanced({ FieldSelectors = [] }: AdvancedEventSelector): readonly Passing[] {
  const isManagement = FieldSelectors.some(
    ({ Field, Equals = [] }) => Field === 'eventCategory' && Equals.includes('Management'),
  );
  if (!isManagement) return [];
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
  const passingWrites = isNarrowed ? 'some-writes' : 'writes';
  return [...(reads ? (['reads'] as const) : []), ...(writes ? [passingWrites as Passing] : [])];
}
