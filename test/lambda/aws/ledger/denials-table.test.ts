import { describe, expect, test } from '@jest/globals';
import { denialsIn } from '../../../../lambda/aws/ledger/denials-table.ts';
import { itemsIn } from '../../../../lambda/aws/ledger/table.ts';
import { strictTable } from '../../../support/aws/strict-table.ts';
import { NOW } from './leased-table.ts';

const LATER = '2026-11-20T10:00:00.000Z';
const CALL = {
  principal: 'dana',
  eventName: 'StopLogging',
  eventId: 'event-1',
  time: NOW,
  target: 'audit (us-east-1)',
};

function counted() {
  const table = strictTable();
  const denials = denialsIn(itemsIn(table.clients, 'Ledger', async () => {}));
  const count = async (changes: Partial<typeof CALL> = {}) => {
    const result = await denials.count({ ...CALL, ...changes }, NOW);
    if (!result.ok) throw new Error(result.error.message);
    return result.value;
  };
  const item = () => {
    const [key] = Object.keys(table.item('sweep', 'denied') ?? {}).filter((name) => name.startsWith('principal:'));
    return table.item(`denied ${key?.slice('principal:'.length)}`, 'calls');
  };
  return { table, denials, count, item };
}

describe('the denied calls of a principal', () => {
  test('are counted in one item, which expires after two days', async () => {
    const { count, denials, item } = counted();
    await count();
    const known = await count({ eventId: 'event-2', eventName: 'DeleteTrail', time: LATER });
    await denials.enlist('dana', NOW);
    const call = { actor: 'dana', count: 1, denied: true, examples: ['audit (us-east-1)'] };
    expect(known).toEqual({
      principal: 'dana',
      calls: [
        { ...call, eventName: 'StopLogging', first: NOW, last: NOW },
        { ...call, eventName: 'DeleteTrail', first: LATER, last: LATER },
      ],
    });
    expect(item()).toMatchObject({ version: 1, expires: Date.parse('2026-11-22T09:00:00Z') / 1000 });
  });

  test('that are reported are forgotten, and those that are counted meanwhile stay', async () => {
    const { count, denials } = counted();
    const seen = await count();
    const taken = await denials.take(seen, 'event-1', NOW);
    await count({ eventId: 'event-2', time: LATER });
    if (!taken.ok || taken.value === 'taken-by-other') throw new Error('taken');
    await denials.settle('dana', taken.value.calls, LATER);
    const left = await count({ eventId: 'event-3', time: LATER });
    expect(left).toMatchObject({ notified: LATER, calls: [{ count: 2, first: LATER, last: LATER }] });
    expect(left).not.toHaveProperty('claim');
  });

  test('are taken by one of two runs that read the same', async () => {
    const { count, denials } = counted();
    const seen = await count();
    const results = await Promise.all(['event-1', 'event-2'].map((holder) => denials.take(seen, holder, NOW)));
    expect(results.map((result) => result.ok && result.value)).toEqual([
      expect.objectContaining({ claim: { holder: 'event-1', time: NOW } }),
      'taken-by-other',
    ]);
  });

  test('in an item of another version are neither counted nor changed', async () => {
    const { table, denials, count, item } = counted();
    await count();
    await denials.enlist('dana', NOW);
    const [pk, newer] = [String(item()?.['pk']), { version: 2, count: 'as a later trailmend writes it' }];
    table.put(pk, 'calls', newer);
    expect(await denials.count(CALL, NOW)).toMatchObject({ ok: false, error: { code: 'NotUnderstood' } });
    expect(table.item(pk, 'calls')).toEqual({ pk, sk: 'calls', ...newer });
  });
});

describe('the principals that sweeps ask for', () => {
  test('are at most 100, and one of them may be listed again', async () => {
    const { denials } = counted();
    for (let index = 0; index < 101; index += 1) await denials.enlist(`user-${index}`, NOW);
    await denials.enlist('user-0', LATER);
    const listed = await denials.load();
    if (!listed.read) throw new Error(listed.why);
    expect(listed.value).toHaveLength(100);
    expect(listed.value.filter(({ since }) => since === LATER)).toHaveLength(1);
  });

  test('stay if they were listed again since they were loaded', async () => {
    const { denials } = counted();
    await denials.enlist('dana', NOW);
    const before = await denials.load();
    await denials.enlist('dana', LATER);
    if (before.read && before.value[0]) await denials.strike(before.value[0]);
    expect(await denials.load()).toMatchObject({ value: [{ since: LATER, denied: { read: true, value: undefined } }] });
  });
});
