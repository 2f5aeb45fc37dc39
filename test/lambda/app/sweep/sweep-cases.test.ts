import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { TrailMemory } from '../../../../lambda/core/model/memory.ts';
import { type OutcomeRecord, outcomeRecordSchema } from '../../../../lambda/core/model/outcome.ts';
import { expectEnd } from '../../../support/cases/expect-case.ts';
import { loadSweeps } from '../../../support/cases/load-sweeps.ts';
import { type PlayedSweep, playSweeps } from '../../../support/cases/play-sweep.ts';
import type { Json } from '../../../support/cases/reading.ts';
import { subjectName } from '../../../support/cases/sweep-names.ts';
import type { Write } from '../../../support/cases/swept-regions.ts';

const CASES = loadSweeps(join(import.meta.dirname, '../../../cases'));

describe.each(CASES.map((found) => [found.name, found] as const))('%s', (_name, found) => {
  let played: readonly PlayedSweep[];
  beforeAll(async () => {
    played = await playSweeps(found);
  });

  test.each(found.sweeps.map(({ expected }, index) => [index + 1, expected] as const))(
    'sweep %i',
    (count, expected) => {
      const {
        outcomes = [],
        notified = [],
        writes = {},
        ledger = {},
        postponed = [],
        checks,
        recordings = [],
      } = expected;
      const sweep = played[count - 1];
      if (!sweep) throw new Error(`There was no sweep ${count}.`);
      const ends = outcomes.toSorted((one, other) =>
        compared(`${one.subject} ${one.reason}`, `${other.subject} ${other.reason}`),
      );
      const records = sweep.records.toSorted((one, other) => compared(wordOf(one), wordOf(other)));
      expect(records.map(wordOf)).toEqual(ends.map(({ subject, reason }) => `${subject} ${reason}`));
      for (const [position, record] of records.entries()) {
        expectEnd(record, ends[position] ?? {});
        expect(outcomeRecordSchema.safeParse(record).error).toBeUndefined();
      }
      expect(sweep.notified.toSorted()).toEqual(notified.toSorted());
      expect(byRegion(sweep.writes)).toEqual(writes);
      for (const [trail, memory] of Object.entries(ledger)) expectMemory(sweep.memories.get(trail), memory);
      expect(sweep.postponed).toEqual(postponed);
      expect(sweep.recordings).toEqual(recordings);
      if (checks) expect(sweep.checks).toEqual(checks);
    },
  );
});

function wordOf({ subject, reason }: OutcomeRecord): string {
  return `${subjectName(subject)} ${reason}`;
}

function byRegion(writes: readonly Write[]): Readonly<Record<string, readonly string[]>> {
  const regions = Map.groupBy(writes, ({ region }) => region);
  return Object.fromEntries([...regions].map(([region, made]) => [region, made.map(({ operation }) => operation)]));
}

/** The memory holds these fields; null: it holds none of that name. */
function expectMemory(memory: TrailMemory | undefined, expected: Json): void {
  const held: Json = { ...memory };
  for (const [field, value] of Object.entries(expected)) {
    if (value === null) expect(held).not.toHaveProperty(field);
    else expect(held).toMatchObject({ [field]: value });
  }
}

function compared(one: string, other: string): number {
  return one < other ? -1 : 1;
}
