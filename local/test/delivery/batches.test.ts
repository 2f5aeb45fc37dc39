import { describe, expect, test } from '@jest/globals';
import { putBatches } from '../../delivery/batches.ts';

const record = (time: number, text = 'x') => ({ account: '', region: '', time, text });

describe('the batches of PutLogEvents', () => {
  test('are in the order of the times', () => {
    const [batch = []] = putBatches([record(3), record(1), record(2)]);
    expect(batch.map(({ timestamp }) => timestamp)).toEqual([1, 2, 3]);
  });

  test('contain at most 10,000 events', () => {
    const batches = putBatches(Array.from({ length: 10_001 }, (_, index) => record(index)));
    expect(batches.map(({ length }) => length)).toEqual([10_000, 1]);
  });

  test('contain at most 1,048,576 bytes, 26 of them for each event in addition to its text', () => {
    const half = 'x'.repeat(524_288 - 26);
    expect(putBatches([record(1, half), record(2, half)])).toHaveLength(1);
    expect(putBatches([record(1, half), record(2, `${half}y`)])).toHaveLength(2);
  });

  test('do not exist without records', () => {
    expect(putBatches([])).toEqual([]);
  });
});
