import type { Ledger } from '../../app/ports.ts';
import { latestUntil } from '../../core/memory/lease.ts';
import { type AwsResult, hasCode } from '../../core/model/aws-result.ts';
import type { MemoryChanges } from '../../core/model/memory.ts';

/** On what a write depends, in the words of DynamoDB's expressions. */
export interface Condition {
  readonly expression: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Parts of attributes that are set beside whole ones. */
  readonly sets?: readonly string[];
}

/** Makes a write on a trail's item where a condition holds; its own errors are answered. */
type WriteWhen = (trailArn: string, changes: MemoryChanges, when: Condition) => Promise<AwsResult<unknown>>;

/** Attributes that expressions name: some of these words are reserved. */
const NAMES: Readonly<Record<string, string>> = {
  '#lease': 'lease',
  '#holder': 'holder',
  '#until': 'until',
  '#dirty': 'dirty',
};
/** How often a lease that is given back just when it is asked for is asked for again. */
const MOST_TRIES = 3;
const TAKEN: AwsResult<'taken'> = { ok: true, value: 'taken' };

/** The names that an expression uses: DynamoDB refuses others. */
export function namesIn(expression: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(NAMES).filter(([placeholder]) => expression.includes(placeholder)));
}

/** The two calls about leases, each of which DynamoDB decides and does in one. */
export function leases(write: WriteWhen): Pick<Ledger, 'take' | 'release'> {
  return {
    take: async (trailArn, lease, now, marks) => {
      const span = { ':now': now, ':latest': latestUntil(now), ':holder': lease.holder };
      const free = '(#lease.#until < :now OR #lease.#until > :latest OR #lease.#holder = :holder)';
      const overtake = (dirty: boolean, expression: string) =>
        write(trailArn, { lease: { ...lease, dirty } }, { expression, values: { ...span, ':dirty': dirty } });
      for (let tries = 1; ; tries += 1) {
        const taken = await overtake(false, `attribute_not_exists(#lease) OR (#lease.#dirty = :dirty AND ${free})`);
        if (taken.ok) return TAKEN;
        if (!isUnmet(taken)) return taken;
        const marked = await write(trailArn, marks, {
          sets: ['#lease.#dirty = :dirty'],
          expression: '#lease.#until >= :now AND #lease.#until <= :latest AND #lease.#holder <> :holder',
          values: { ...span, ':dirty': true },
        });
        if (marked.ok) return { ok: true, value: 'held' };
        if (!isUnmet(marked)) return marked;
        // Who marked it relies on a look that nobody has had yet: the mark goes with the lease.
        const inherited = await overtake(true, `#lease.#dirty = :dirty AND ${free}`);
        if (inherited.ok) return TAKEN;
        if (!isUnmet(inherited) || tries === MOST_TRIES) return inherited;
      }
    },
    release: async (trailArn, holder, changes) => {
      const values = { ':holder': holder, ':clean': false };
      const released = await write(
        trailArn,
        { ...changes, lease: null },
        { expression: 'attribute_not_exists(#lease) OR (#lease.#holder = :holder AND #lease.#dirty = :clean)', values },
      );
      if (released.ok) return { ok: true, value: 'released' };
      if (!isUnmet(released)) return released;
      const cleaned = await write(trailArn, changes, {
        sets: ['#lease.#dirty = :clean'],
        expression: '#lease.#holder = :holder',
        values,
      });
      if (cleaned.ok) return { ok: true, value: 'dirty' };
      return isUnmet(cleaned) ? { ok: true, value: 'lost' } : cleaned;
    },
  };
}

function isUnmet(answer: AwsResult<unknown>): boolean {
  return !answer.ok && hasCode(answer.error, 'ConditionalCheckFailed');
}
