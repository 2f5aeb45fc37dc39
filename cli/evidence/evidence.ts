import { foreign } from '../../lambda/core/model/foreign-text.ts';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import type { TrailSubject } from '../../lambda/core/model/subject.ts';
import { VERSION } from '../../lambda/version.ts';
import { isOpen } from '../findings.ts';
import { FRAMEWORKS } from './controls.ts';
import type { Evidence, Known, TrailEvidence } from './schema.ts';
import { deletedTrail, type KnownPast, type LookedAtTrail, trailEvidence } from './trail-evidence.ts';

/** What the function logged and remembers. */
export interface History {
  /** The start of the period, ISO 8601. */
  readonly from: string;
  /** The outcome records of the period, oldest first. */
  readonly records: readonly OutcomeRecord[];
  /** By the ARN of the trail. */
  readonly memories: ReadonlyMap<string, NonNullable<KnownPast['memory']>>;
}

/** What the evidence is made from. */
export interface Collected {
  /** When the report looked, ISO 8601. */
  readonly now: string;
  readonly account: string;
  /** Absent: every Region. */
  readonly regions?: readonly string[];
  readonly stack: Evidence['stack'];
  readonly history: Known<History>;
  readonly trails: readonly LookedAtTrail[];
  /** The records about Regions and the account. */
  readonly others: readonly OutcomeRecord[];
}

export function evidenceFrom(collected: Collected): Evidence {
  const { now, account, regions, stack, history } = collected;
  const trails = inOrder([...existing(collected), ...deleted(collected)]);
  const others = collected.others.map(otherFrom);
  const isBad = collected.others.some(isOpen);
  return {
    version: 1,
    time: now,
    product: { name: 'trailmend', version: VERSION },
    account,
    ...(regions && { regions }),
    stack,
    period: history.known ? { known: true, value: { from: history.value.from, to: now } } : history,
    verdict: verdictOf(trails, isBad),
    summary: summaryOf(trails),
    trails,
    others,
    frameworks: FRAMEWORKS,
  };
}

function existing({ trails, history }: Collected): readonly TrailEvidence[] {
  if (!history.known) return trails.map((looked) => trailEvidence(looked, history));
  const records = recordsByTrail(history.value);
  return trails.map((looked) => {
    const { arn } = looked.record.subject;
    const memory = history.value.memories.get(arn);
    return trailEvidence(looked, {
      known: true,
      value: { records: records.get(arn) ?? [], ...(memory && { memory }) },
    });
  });
}

/** The trails that the history knows, and that are gone. */
function deleted({ trails, history, regions }: Collected): readonly TrailEvidence[] {
  if (!history.known) return [];
  const seen = new Set(trails.map(({ record }) => record.subject.arn));
  return [...recordsByTrail(history.value).values()].flatMap((records) => {
    const last = records.at(-1);
    if (last?.subject.kind !== 'trail' || seen.has(last.subject.arn) || last.reason !== 'trail-deleted') return [];
    const isAsked = regions?.includes(last.subject.region) ?? true;
    return isAsked ? [deletedTrail(last.subject satisfies TrailSubject, records)] : [];
  });
}

/** A retry of the function logs the record again. */
function recordsByTrail({ records }: History): ReadonlyMap<string, readonly OutcomeRecord[]> {
  const distinct = new Map(records.map((record) => [`${record.id} ${record.trailArn}`, record]));
  return Map.groupBy(
    [...distinct.values()].filter(({ subject }) => subject.kind === 'trail'),
    ({ trailArn = '' }) => trailArn,
  );
}

const ORDER: readonly TrailEvidence['verdict'][] = [
  'not-compliant',
  'undecided',
  'deleted',
  'compliant',
  'out-of-scope',
];

function inOrder(trails: readonly TrailEvidence[]): readonly TrailEvidence[] {
  const key = ({ verdict, region, name }: TrailEvidence) => `${ORDER.indexOf(verdict)} ${region} ${name}`;
  return trails.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
}

function otherFrom({ subject, outcome, detail, whoCanAct }: OutcomeRecord): Evidence['others'][number] {
  const name = subject.kind === 'region' ? `Region ${foreign(subject.region)}` : `account ${subject.account}`;
  return { subject: name, outcome, detail, ...(whoCanAct !== undefined && { whoCanAct }) };
}

function verdictOf(trails: readonly TrailEvidence[], isBad: boolean): Evidence['verdict'] {
  const has = (verdict: TrailEvidence['verdict']) => trails.some((trail) => trail.verdict === verdict);
  if (isBad || has('not-compliant')) return 'not-compliant';
  return has('undecided') || !has('compliant') ? 'undecided' : 'compliant';
}

function summaryOf(trails: readonly TrailEvidence[]): Evidence['summary'] {
  const present = trails.filter(({ verdict }) => verdict !== 'deleted');
  const count = (verdict: TrailEvidence['verdict']) => present.filter((trail) => trail.verdict === verdict).length;
  const inScope = present.filter(({ verdict }) => verdict !== 'out-of-scope');
  const incidents = trails.flatMap((trail) => trail.incidents);
  const seconds = incidents.flatMap(({ repaired }) => (repaired ? [repaired.seconds] : []));
  const sum = seconds.reduce((total, one) => total + one, 0);
  return {
    trails: present.length,
    compliant: count('compliant'),
    notCompliant: count('not-compliant'),
    undecided: count('undecided'),
    outOfScope: count('out-of-scope'),
    delivering: inScope.filter(({ delivery }) => delivery.known && delivery.value.state === 'delivers').length,
    incidents: incidents.length,
    openIncidents: incidents.length - seconds.length,
    deniedCalls: trails.flatMap(({ otherCalls }) => otherCalls).filter(({ result }) => result === 'denied').length,
    ...(seconds.length > 0 && {
      meanSecondsToRepair: sum / seconds.length,
      worstSecondsToRepair: Math.max(...seconds),
    }),
  };
}
