import { describe, expect, test } from '@jest/globals';
import { uncheckedOperations, uncheckedTable } from '../../gate/unchecked-operations.ts';
import { callWith, DONE } from '../support/call.ts';

const put = callWith({ service: 'dynamodb', operation: 'PutItem' });
const list = callWith({ service: 's3', operation: 'ListBuckets' });

describe('unchecked operations', () => {
  test('are counted with their refusals, sorted by service and operation', async () => {
    const { behaviour, report } = uncheckedOperations(() => false);
    await behaviour(list, async () => DONE);
    await behaviour(put, async () => DONE);
    await behaviour(put, async () => ({ ...DONE, status: 400 }));
    expect(report()).toEqual([
      { service: 'dynamodb', operation: 'PutItem', calls: 2, refused: 1 },
      { service: 's3', operation: 'ListBuckets', calls: 1, refused: 0 },
    ]);
  });

  test('do not include operations that a behaviour checks', async () => {
    const { behaviour, report } = uncheckedOperations(async ({ service }) => service === 's3');
    await behaviour(list, async () => DONE);
    expect(report()).toEqual([]);
  });

  test('are not counted when the emulator does not answer', async () => {
    const { behaviour, report } = uncheckedOperations(() => false);
    await expect(behaviour(put, () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(report()).toEqual([]);
  });
});

describe('the table of unchecked operations', () => {
  test('has one line for each operation', () => {
    const table = uncheckedTable([
      { service: 'dynamodb', operation: 'PutItem', calls: 12, refused: 1 },
      { service: 's3', operation: 'ListBuckets', calls: 1, refused: 0 },
    ]);
    expect(table.split('\n')).toEqual([
      'passed through unchecked:',
      'service   operation    calls  refused',
      'dynamodb  PutItem         12        1',
      's3        ListBuckets      1        0',
    ]);
  });

  test('says so when it is empty', () => {
    expect(uncheckedTable([])).toBe('passed through unchecked: nothing');
  });
});
