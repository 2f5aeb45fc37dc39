import type { Ledger } from '../../app/ledger.ts';
import { latestExpiry } from '../../core/memory/lease.ts';
import type { AwsResult } from '../../core/model/aws-result.ts';
import type { MemoryChanges } from '../../core/model/memory.ts';
import { succeeded } from '../../core/model/result.ts';
import type { Condition } from './expressions.ts';
import { isUnmet } from './table.ts';

/** Writes to a trail's memory. DynamoDB checks the condition and writes in one step. */
type WriteIf = (trailArn: string, changes: MemoryChanges, condition: Condition) => Promise<AwsResult<unknown>>;

/** Attempts while other runs release the lease at the same moment. */
const MOST_TRIES = 3;

export function acquireWith(write: WriteIf): Ledger['acquire'] {
  return async (trailArn, lease, now, forHolder) => {
    const span = { ':now': now, ':latest': latestExpiry(now), ':holder': lease.holder };
    const isFree = '(#lease.#until < :now OR #lease.#until > :latest OR #lease.#holder = :holder)';
    const take = (recheckRequested: boolean, expression: string) =>
      write(
        trailArn,
        { lease: { ...lease, recheckRequested } },
        { expression, values: { ...span, ':dirty': recheckRequested } },
      );
    for (let tries = 1; ; tries += 1) {
      const taken = await take(false, `attribute_not_exists(#lease) OR (#lease.#dirty = :dirty AND ${isFree})`);
      if (taken.ok) return succeeded('acquired');
      if (!isUnmet(taken)) return taken;
      const marked = await write(trailArn, forHolder, {
        sets: ['#lease.#dirty = :dirty'],
        expression: '#lease.#until >= :now AND #lease.#until <= :latest AND #lease.#holder <> :holder',
        values: { ...span, ':dirty': true },
      });
      if (marked.ok) return succeeded('held-by-other');
      if (!isUnmet(marked)) return marked;
      // No run has made the requested observation yet, so the request stays.
      const inherited = await take(true, `#lease.#dirty = :dirty AND ${isFree}`);
      if (inherited.ok) return succeeded('acquired');
      if (!isUnmet(inherited) || tries === MOST_TRIES) return inherited;
    }
  };
}

export function releaseWith(write: WriteIf): Ledger['release'] {
  return async (trailArn, holder, changes) => {
    const values = { ':holder': holder, ':clean': false };
    const released = await write(
      trailArn,
      { ...changes, lease: null },
      { expression: 'attribute_not_exists(#lease) OR (#lease.#holder = :holder AND #lease.#dirty = :clean)', values },
    );
    if (released.ok) return succeeded('released');
    if (!isUnmet(released)) return released;
    const cleaned = await write(trailArn, changes, {
      sets: ['#lease.#dirty = :clean'],
      expression: '#lease.#holder = :holder',
      values,
    });
    if (cleaned.ok) return succeeded('recheck');
    if (!isUnmet(cleaned)) return cleaned;
    // One of the two. A write without a notification tells which.
    return succeeded(changes.notifications === undefined ? 'lost' : 'notified-meanwhile');
  };
}
