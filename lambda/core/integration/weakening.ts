import type { Extent } from '../model/event-selectors.ts';
import type { PostureParts, RecordedEvents } from '../model/posture.ts';
import type { WeakeningRule } from '../model/rule-catalog.ts';
import type { Trail } from '../model/trail.ts';
import {
  filtersRemoved,
  groupMasked,
  groupRemade,
  ofGroup,
  retentionLowered,
  streamsDeleted,
} from './group-posture.ts';

/** How a trail is weaker than its posture. */
export interface Weakening {
  readonly rule: WeakeningRule;
  /** The AWS operation whose response shows it. */
  readonly source: string;
  /** From what to what. */
  readonly saw: string;
}

type Compare = (accepted: PostureParts, current: PostureParts) => string | undefined;

/** The rules that compare two postures. What is unread is neither weaker nor stronger. */
const COMPARISONS = {
  'recording-narrowed': { source: 'GetEventSelectors', compare: recordingNarrowed },
  'coverage-narrowed': { source: 'GetTrail', compare: ofTrail(coverageNarrowed) },
  'validation-off': { source: 'GetTrail', compare: ofTrail(validationOff) },
  'key-changed': { source: 'GetTrail', compare: ofTrail(keyChanged) },
  'bucket-changed': { source: 'GetTrail', compare: ofTrail(bucketChanged) },
  'group-remade': { source: 'DescribeLogGroups', compare: ofGroup(groupRemade) },
  'group-retention-lowered': { source: 'DescribeLogGroups', compare: ofGroup(retentionLowered) },
  'group-filters-removed': {
    source: 'DescribeMetricFilters, DescribeSubscriptionFilters',
    compare: ofGroup(filtersRemoved),
  },
  'group-streams-deleted': { source: 'DescribeLogStreams', compare: ofGroup(streamsDeleted) },
  'group-masked': { source: 'DescribeLogGroups', compare: ofGroup(groupMasked) },
} as const satisfies Partial<Record<WeakeningRule, { readonly source: string; readonly compare: Compare }>>;

export type ComparedRule = keyof typeof COMPARISONS;

/** Each weakening from the accepted to the current parts. Equal and stronger parts have none. */
export function compare(accepted: PostureParts, current: PostureParts): readonly Weakening[] {
  return Object.entries(COMPARISONS).flatMap(([rule, comparison]) => {
    const saw = comparison.compare(accepted, current);
    return saw === undefined ? [] : [{ rule: rule as ComparedRule, source: comparison.source, saw }];
  });
}

function ofTrail(compareTrails: (accepted: Trail, current: Trail) => string | undefined): Compare {
  return (accepted, current) => compareTrails(accepted.trail, current.trail);
}

const EXTENTS: readonly Extent[] = ['none', 'partial', 'all'];

function recordingNarrowed({ recording: accepted }: PostureParts, { recording: current }: PostureParts) {
  if (!accepted || !current) return undefined;
  const excluded = current.excludedSources.filter((source) => !accepted.excludedSources.includes(source));
  const isNarrowed =
    isLess(accepted.writes, current.writes) ||
    isLess(accepted.reads, current.reads) ||
    excluded.length > 0 ||
    isOtherPart(accepted, current);
  return isNarrowed ? `the trail records ${recordedWords(current)}; accepted: ${recordedWords(accepted)}` : undefined;
}

function isLess(accepted: Extent, current: Extent): boolean {
  return EXTENTS.indexOf(current) < EXTENTS.indexOf(accepted);
}

/** Selectors that pass some of the events may pass others than before. */
function isOtherPart(accepted: RecordedEvents, current: RecordedEvents): boolean {
  const isPartial = (['writes', 'reads'] as const).some(
    (kind) => accepted[kind] === 'partial' && current[kind] === 'partial',
  );
  return isPartial && accepted.own !== undefined && accepted.own.json !== current.own?.json;
}

function recordedWords({ writes, reads, excludedSources, own }: RecordedEvents): string {
  const without = excludedSources.length > 0 ? `, without ${excludedSources.join(', ')}` : '';
  const partial = writes === 'partial' || reads === 'partial';
  const selectors = partial && own ? ` (selectors ${own.json})` : '';
  return `${words(writes)} management events that write and ${words(reads)} that read${without}${selectors}`;
}

function words(extent: Extent): string {
  return extent === 'all' ? 'all' : extent === 'none' ? 'no' : 'only some';
}

function coverageNarrowed(accepted: Trail, current: Trail): string | undefined {
  const lost = [
    ...(accepted.isMultiRegion && !current.isMultiRegion
      ? [`the trail records only ${current.homeRegion} (IsMultiRegionTrail is false; accepted: true)`]
      : []),
    ...(accepted.includesGlobalEvents && !current.includesGlobalEvents
      ? ['the trail records no events of global services (IncludeGlobalServiceEvents is false; accepted: true)']
      : []),
  ];
  return lost.length > 0 ? lost.join(', and ') : undefined;
}

function validationOff(accepted: Trail, current: Trail): string | undefined {
  return accepted.logFileValidation && !current.logFileValidation
    ? 'LogFileValidationEnabled is false; accepted: true'
    : undefined;
}

function keyChanged({ kmsKeyId: accepted }: Trail, { kmsKeyId: current }: Trail): string | undefined {
  if (accepted === '' || accepted === current) return undefined;
  return `KmsKeyId is ${current === '' ? 'not set' : current}; accepted: ${accepted}`;
}

function bucketChanged(accepted: Trail, current: Trail): string | undefined {
  const [was, is] = [accepted, current].map(({ s3Bucket, s3Prefix }) =>
    s3Prefix === '' ? s3Bucket : `${s3Bucket}/${s3Prefix}`,
  );
  return was === is ? undefined : `the log files go to ${is}; accepted: ${was}`;
}
