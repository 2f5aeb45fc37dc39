import { expect, test } from '@jest/globals';
import { notedLedger } from '../../cli/noted-ledger.ts';
import { NO_LEDGER } from '../../lambda/app/command-ports.ts';
import { NO_MEMORY, NOT_UNDERSTOOD } from '../../lambda/core/model/memory.ts';

const unread = (why: string) => ({ read: false as const, why });

test('notes each trail once whose memory another version wrote, and changes no answer', async () => {
  const memories = {
    known: { read: true as const, value: NO_MEMORY },
    newer: unread(`${NOT_UNDERSTOOD}: version`),
    denied: unread('GetItem returned AccessDenied'),
  };
  const notes: string[] = [];
  const load = async (key: string) => memories[key as keyof typeof memories];
  const loadAll = (keys: readonly string[]) => Promise.all(keys.map(load));
  const ledger = notedLedger({ ...NO_LEDGER, load, loadAll }, (line) => notes.push(line));
  expect(await ledger.load('newer')).toBe(memories.newer);
  expect(await ledger.loadAll(['known', 'newer', 'denied'])).toEqual(Object.values(memories));
  expect(notes).toEqual([
    expect.stringMatching(
      /^What the ledger has about newer is unread \(.*\)\. Use the deployed version of trailmend\./,
    ),
  ]);
});
