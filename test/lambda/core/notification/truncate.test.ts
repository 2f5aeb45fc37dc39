import { describe, expect, test } from '@jest/globals';
import { truncateToFit } from '../../../../lambda/core/notification/truncate.ts';
import { longestRecord } from '../../../support/longest-record.ts';

describe('a record that fits', () => {
  test('stays as it is', () => {
    const record = longestRecord('x'.repeat(5_000));
    expect(truncateToFit(record, () => true)).toBe(record);
  });
});

describe('a record that is too long', () => {
  test('loses the ends of long texts first, and says so', () => {
    const cut = truncateToFit(longestRecord('x'.repeat(1_001)), ({ cut: lost }) => lost !== undefined);
    expect(cut).toMatchObject({ cut: ['texts longer than 1000 characters'], detail: `${'x'.repeat(999)}…` });
    expect(cut.applied).toHaveLength(80);
    const complete = longestRecord('x'.repeat(1_000));
    expect(truncateToFit(complete, ({ cut: lost }) => lost !== undefined)).toEqual({
      ...complete,
      cut: expect.anything(),
    });
  });

  test('loses its calls next, and says so', () => {
    const cut = truncateToFit(longestRecord('x'.repeat(1_001)), () => false);
    expect(cut).toMatchObject({
      cut: ['texts longer than 150 characters', 'plan.steps', 'applied', 'restore'],
      detail: `${'x'.repeat(149)}…`,
      plan: { steps: [] },
      applied: [],
    });
    expect('restore' in cut).toBe(false);
    const { restore: _, ...without } = longestRecord('x');
    expect(truncateToFit(without, () => false).cut).toEqual([
      'texts longer than 150 characters',
      'plan.steps',
      'applied',
    ]);
  });
});

test('the length of a text is that of its JSON', () => {
  const { detail } = truncateToFit(longestRecord(`${'\u0000'.repeat(33)}xyz`), () => false);
  expect(detail).toBe('xyz…');
});

test('a truncated text loses the characters that JSON escapes, and any other text keeps them', () => {
  const lost = ({ cut }: { readonly cut?: readonly string[] }) => cut !== undefined;
  expect(truncateToFit(longestRecord(`"\\\u0000${'x'.repeat(1_000)}`), lost).detail).toBe(`${'x'.repeat(996)}…`);
  expect(truncateToFit(longestRecord(`"\\${'x'.repeat(996)}`), lost).detail).toBe(`"\\${'x'.repeat(996)}`);
});
