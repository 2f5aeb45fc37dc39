import { type SweepTask, type Swept, sweep, type WholeSweepWorld } from '../../../../lambda/app/sweep/sweep.ts';
import type { AwsError } from '../../../../lambda/core/model/aws-result.ts';
import type { Trail, TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { ListedTrail } from '../../../../lambda/core/model/region-scan.ts';
import type { TrailId } from '../../../../lambda/core/model/trail-id.ts';
import type { SweepRecord } from '../../../../lambda/core/outcome/account-records.ts';
import { virtualClock } from '../../../support/aws/virtual-clock.ts';
import { inMemoryLedger } from '../../../support/in-memory-ledger.ts';
import { ID, NOW, PERFECT_FACTS, PERFECT_TRAIL, SETTINGS } from '../../../support/perfect-trail.ts';

/** How long each call takes, in milliseconds. */
const CALL_MS = 40;
export const START = Date.parse(NOW);

/** A call of a sweep, in the order in which they began. */
export interface MadeCall {
  readonly at: number;
  readonly call: 'rule' | 'regions' | 'list' | 'glance' | 'observe' | 'write' | 'report';
  readonly region: string;
  readonly what: string;
}

/** What the account answers, where that is not what a perfect account does. */
export interface Answers {
  readonly listTrails?: (region: string) => AwsError | undefined;
  readonly facts?: (id: TrailId) => TrailFacts;
  readonly remainingMs?: (elapsedMs: number) => number;
  readonly report?: (record: OutcomeRecord) => void;
  /** What an earlier sweep left: regions and ARNs. */
  readonly left?: readonly string[];
  readonly memories?: Parameters<typeof inMemoryLedger>[0];
}

/** A trail of this name whose home is the region. */
export function trailIn(region: string, name = 'audit', changes: Partial<Trail> = {}): ListedTrail {
  const id = { ...ID, region, name, arn: `arn:aws:cloudtrail:${region}:${ID.account}:trail/${name}` };
  const logGroupArn = PERFECT_TRAIL.logGroupArn.replace(ID.region, region);
  return { id, trail: { ...PERFECT_TRAIL, homeRegion: region, logGroupArn, isMultiRegion: false, ...changes } };
}

/** An account in dry-run with these trails by region; each of its calls takes 40 ms on a virtual clock. */
export function sweptAccount(trails: Readonly<Record<string, readonly ListedTrail[]>>, answers: Answers = {}) {
  const clock = virtualClock(START);
  const calls: MadeCall[] = [];
  const reported: OutcomeRecord[] = [];
  const messages: OutcomeRecord[] = [];
  const logged: (readonly [string, Readonly<Record<string, unknown>>])[] = [];
  const ledger = inMemoryLedger(answers.memories);
  const made = async <T>(call: MadeCall['call'], region: string, what: string, answer: () => T): Promise<T> => {
    calls.push({ at: clock.now() - START, call, region, what });
    await clock.sleep(CALL_MS);
    return answer();
  };
  const factsOf = (id: TrailId): TrailFacts => ({ ...(answers.facts?.(id) ?? PERFECT_FACTS), id });
  const world: WholeSweepWorld = {
    clock,
    notify: async (record) => void messages.push(record),
    putOutcome: async () => ({ put: true }),
    log: { info: (message, fields) => logged.push([message, fields]), error: () => {} },
    newId: () => 'run',
    ledger,
    enabledRegions: () => made('regions', '', '', () => ({ ok: true as const, value: Object.keys(trails) })),
    listening: (region) => made('rule', region, '', () => ({ read: true as const, value: 'yes' as const })),
    listTrails: (region) =>
      made('list', region, '', () => {
        const error = answers.listTrails?.(region);
        return error ? { ok: false as const, error } : { ok: true as const, value: trails[region] ?? [] };
      }),
    glance: (_, id, now) => made('glance', id.region, id.name, () => ({ ...homeFacts(id, factsOf(id)), now })),
    observe: (id, now) => made('observe', id.region, id.name, () => ({ ...homeFacts(id, factsOf(id)), now })),
    performer: () => (step) => made('write', '', step.operation, () => ({ done: true as const })),
    remainingMs: () => answers.remainingMs?.(clock.now() - START) ?? 900_000,
  };
  const run = async (task: Partial<SweepTask> = {}): Promise<Swept> => {
    if (answers.left) await ledger.rememberCursor({ next: JSON.stringify(answers.left), since: NOW });
    const all = { partition: 'aws', account: ID.account, settleSeconds: 20, ownRegions: [ID.region], onceOnly: false };
    return sweep(
      { settings: { ...SETTINGS, mode: 'dry-run' }, ...all, ...task },
      world,
      async ({ record }: SweepRecord) => {
        calls.push({ at: clock.now() - START, call: 'report', region: '', what: record.trailArn });
        answers.report?.(record);
        reported.push(record);
      },
    );
  };
  const count = (call: MadeCall['call']) => calls.filter((one) => one.call === call).length;
  return { run, calls, reported, messages, logged, count, ledger, clock };
}

/** The facts as they are where the trail is at home. */
function homeFacts({ region }: TrailId, facts: TrailFacts): TrailFacts {
  if (!facts.trail.read) return facts;
  const logGroupArn = facts.trail.value.logGroupArn.replace(ID.region, region);
  return { ...facts, trail: { read: true, value: { ...facts.trail.value, homeRegion: region, logGroupArn } } };
}
