import { stringify } from 'csv-stringify/sync';
import { sentence } from '../../lambda/core/model/foreign-text.ts';
import type { Evidence, Known, TrailEvidence } from '../evidence/schema.ts';

const COLUMNS = [
  'trail',
  'region',
  'account',
  'verdict',
  'outcome',
  'detail',
  'logGroupArn',
  'roleArn',
  'retentionDays',
  'lastDeliveryToLogs',
  'lastDeliveryToBucket',
  'logStreams',
  'compliantSince',
  'incidents',
  'lastBegan',
  'lastBrokenBy',
  'lastBrokenWith',
  'lastRepaired',
  'lastRepairedBy',
  'secondsToRepair',
  'arn',
] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

const UNKNOWN = 'not known';

/**
 * A line for each trail as CSV (RFC 4180), with its last incident. Spreadsheets take no value for a
 * formula.
 */
export function reportCsv({ trails, period }: Evidence): string {
  const rows = trails.map((trail) =>
    Object.fromEntries(Object.entries(rowOf(trail, period.known)).map(([column, cell]) => [column, sentence(cell)])),
  );
  return stringify(rows, { header: true, columns: [...COLUMNS], escape_formulas: true });
}

function rowOf(trail: TrailEvidence, isPastKnown: boolean): Row {
  const { name, region, account, verdict, outcome, detail, arn, delivery, logGroup, compliantSince } = trail;
  return {
    trail: name,
    region,
    account,
    verdict,
    outcome,
    detail,
    logGroupArn: cell(trail.logGroupArn, (value) => value),
    roleArn: cell(trail.roleArn, (value) => value),
    retentionDays: cell(logGroup, ({ retentionDays }) => String(retentionDays ?? 'never expire')),
    lastDeliveryToLogs: cell(delivery, ({ logs }) => logs ?? 'never'),
    lastDeliveryToBucket: cell(delivery, ({ bucket }) => bucket ?? 'never'),
    logStreams: cell(trail.streams, ({ length }) => String(length)),
    compliantSince: cell(compliantSince, ({ time, isAtLeast }) => (isAtLeast ? `${time} or earlier` : time)),
    ...(isPastKnown ? pastOf(trail) : UNKNOWN_PAST),
    arn,
  };
}

type PastCells = Pick<
  Row,
  'incidents' | 'lastBegan' | 'lastBrokenBy' | 'lastBrokenWith' | 'lastRepaired' | 'lastRepairedBy' | 'secondsToRepair'
>;
const NO_PAST = {
  lastBegan: '',
  lastBrokenBy: '',
  lastBrokenWith: '',
  lastRepaired: '',
  lastRepairedBy: '',
  secondsToRepair: '',
};
const UNKNOWN_PAST: PastCells = { incidents: UNKNOWN, ...NO_PAST };

function pastOf({ incidents }: TrailEvidence): PastCells {
  const last = incidents.at(-1);
  const [call] = last?.calls ?? [];
  return {
    incidents: String(incidents.length),
    ...NO_PAST,
    ...(last && { lastBegan: last.began }),
    ...(call && { lastBrokenBy: call.caller.name, lastBrokenWith: call.eventName }),
    ...(last?.repaired && {
      lastRepaired: last.repaired.time,
      lastRepairedBy: last.repaired.by,
      secondsToRepair: String(last.repaired.seconds),
    }),
  };
}

function cell<T>(known: Known<T>, show: (value: T) => string): string {
  return known.known ? show(known.value) : UNKNOWN;
}
