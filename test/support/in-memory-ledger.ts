import type { Ledger } from '../../lambda/app/ports.ts';
import { isOver } from '../../lambda/core/memory/lease.ts';
import type { AwsError, AwsResult } from '../../lambda/core/model/aws-result.ts';
import type { Fact } from '../../lambda/core/model/facts.ts';
import { NO_MEMORY, type SweepCursor, type TrailMemory, withChanges } from '../../lambda/core/model/memory.ts';

/** A ledger in this process: what it holds can be looked at, and it can be made to fail. */
export interface InMemoryLedger extends Ledger {
  readonly memories: Map<string, TrailMemory>;
  /** The answer of DynamoDB, as long as it is set. */
  failing: AwsError | undefined;
}

/** @param memories by the trail's ARN */
export function inMemoryLedger(memories: Readonly<Record<string, TrailMemory>> = {}): InMemoryLedger {
  const held = new Map(Object.entries(memories));
  const of = (trailArn: string) => held.get(trailArn) ?? NO_MEMORY;
  let cursor: SweepCursor | undefined;
  const answer = async <T>(work: () => T): Promise<AwsResult<T>> =>
    ledger.failing ? { ok: false, error: ledger.failing } : { ok: true, value: work() };
  const fact = async <T>(work: () => T): Promise<Fact<T>> =>
    ledger.failing ? { read: false, why: ledger.failing.message } : { read: true, value: work() };
  const ledger: InMemoryLedger = {
    memories: held,
    failing: undefined,
    load: (trailArn) => fact(() => of(trailArn)),
    save: (trailArn, changes) => answer(() => held.set(trailArn, withChanges(of(trailArn), changes))),
    take: (trailArn, lease, now, marks) =>
      answer(() => {
        const { lease: other } = of(trailArn);
        const isFree = other === undefined || isOver(other, now) || other.holder === lease.holder;
        const changes = isFree
          ? { lease: { ...lease, dirty: other?.dirty ?? false } }
          : { ...marks, lease: { ...other, dirty: true } };
        held.set(trailArn, withChanges(of(trailArn), changes));
        return isFree ? 'taken' : 'held';
      }),
    release: (trailArn, holder, changes) =>
      answer(() => {
        const { lease } = of(trailArn);
        if (lease && lease.holder !== holder) return 'lost';
        const again = lease?.dirty === true;
        held.set(trailArn, withChanges(of(trailArn), { ...changes, lease: again ? { ...lease, dirty: false } : null }));
        return again ? 'dirty' : 'released';
      }),
    recallCursor: () => fact(() => cursor),
    rememberCursor: (next) =>
      answer(() => {
        cursor = next;
      }),
  };
  return ledger;
}
