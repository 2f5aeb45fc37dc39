import type { Answer } from '../../lambda/aws/errors.ts';
import type { Ledger } from '../../lambda/aws/ledger.ts';
import type { Fact } from '../../lambda/core/facts.ts';
import { type MemoryChanges, NO_MEMORY, type SweepCursor, type TrailMemory } from '../../lambda/core/ledger.ts';
import type { AwsError } from '../../lambda/core/outcome-record.ts';

/** A ledger in this process: what it holds can be looked at, and it can be made to fail. */
export interface InMemoryLedger extends Ledger {
  readonly memories: Map<string, TrailMemory>;
  /** The answer of DynamoDB, as long as it is set. */
  failing: AwsError | undefined;
}

/** @param memories by the trail's ARN */
export function inMemoryLedger(memories: Readonly<Record<string, TrailMemory>> = {}): InMemoryLedger {
  const held = new Map(Object.entries(memories));
  let cursor: SweepCursor | undefined;
  const ledger: InMemoryLedger = {
    memories: held,
    failing: undefined,
    recall: async (trailArn) => fact(held.get(trailArn) ?? NO_MEMORY),
    remember: async (trailArn, changes) => {
      const answered = answer();
      if (answered.ok) held.set(trailArn, changed(held.get(trailArn) ?? NO_MEMORY, changes));
      return answered;
    },
    recallCursor: async () => fact(cursor),
    rememberCursor: async (next) => {
      const answered = answer();
      if (answered.ok) cursor = next;
      return answered;
    },
  };
  const answer = (): Answer<unknown> =>
    ledger.failing ? { ok: false, error: ledger.failing } : { ok: true, value: undefined };
  const fact = <T>(value: T): Fact<T> =>
    ledger.failing ? { read: false, why: ledger.failing.message } : { read: true, value };
  return ledger;
}

function changed(memory: TrailMemory, { told, ...rest }: MemoryChanges): TrailMemory {
  const kept = Object.entries({ ...memory, ...rest }).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(kept), told: { ...memory.told, ...told } };
}
