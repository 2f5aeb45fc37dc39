import { describe, expect, test } from '@jest/globals';
import { EmulatorError } from '../../emulator/api.ts';
import type { EmulatorRequest } from '../../emulator/emulator-request.ts';
import { readCache } from '../../emulator/read-cache.ts';
import { callWith, DONE } from '../support/call.ts';

const READ = { service: 'iam', operation: 'GetRole', subject: 'role a' };
const WRITE = { service: 'iam', operation: 'PutRolePolicy', subject: 'role a' };

/** A cache over an emulator that answers each request with its number. */
function countingCache() {
  let sent = 0;
  let isBusy = false;
  const listeners: (() => void)[] = [];
  const reads = readCache({
    started: () => {},
    areIdle: async () => !isBusy,
    onIdle: (listener) => void listeners.push(listener),
  });
  return {
    reads,
    read: (key = 'a', request: EmulatorRequest = READ) =>
      reads.intercept(request, key, async () => {
        sent += 1;
        return String(sent);
      }),
    write: () => reads.intercept(WRITE, 'write', async () => ''),
    work: (working: boolean) => {
      isBusy = working;
      if (!working) for (const listener of listeners) listener();
    },
  };
}

describe('a cached read', () => {
  test('is answered from the cache', async () => {
    const { read } = countingCache();
    expect([await read(), await read(), await read('b')]).toEqual(['1', '1', '2']);
  });

  test('is sent again after a write by the gate', async () => {
    const { read, write } = countingCache();
    await read();
    await write();
    expect(await read()).toBe('2');
  });

  test('is sent again after a write by any caller, whether it succeeds, is refused or gets no answer', async () => {
    const { reads, read } = countingCache();
    const call = callWith({ service: 'iam', operation: 'PutRolePolicy', input: { RoleName: 'A' } });
    await read();
    await reads.behaviour(call, async () => ({ ...DONE, status: 400 }));
    expect(await read()).toBe('2');
    await expect(reads.behaviour(call, () => Promise.reject(new Error('cut')))).rejects.toThrow('cut');
    expect(await read()).toBe('3');
  });

  test('stays cached after other reads, and after a write to another role', async () => {
    const { reads, read } = countingCache();
    await read();
    await reads.behaviour(
      callWith({ service: 'iam', operation: 'GetRole', input: { RoleName: 'a' } }),
      async () => DONE,
    );
    await reads.behaviour(
      callWith({ service: 'iam', operation: 'TagRole', input: { RoleName: 'b' } }),
      async () => DONE,
    );
    expect(await read()).toBe('1');
  });

  test('that started during a write is sent again after it', async () => {
    const { reads, read } = countingCache();
    const call = callWith({ service: 'iam', operation: 'PutRolePolicy', input: { RoleName: 'a' } });
    await reads.behaviour(call, async () => {
      await read();
      return DONE;
    });
    expect(await read()).toBe('2');
  });

  test('is not cached while CloudFormation works, and dropped when CloudFormation has finished', async () => {
    const { read, work } = countingCache();
    await read();
    work(true);
    expect([await read(), await read()]).toEqual(['2', '3']);
    work(false);
    expect(await read()).toBe('4');
  });

  test('of a service that changes without requests is always sent', async () => {
    const { read } = countingCache();
    const groups = { service: 'logs', operation: 'DescribeLogGroups', subject: undefined };
    expect([await read('a', groups), await read('a', groups)]).toEqual(['1', '2']);
  });

  test('is dropped when the cache is full', async () => {
    const { read } = countingCache();
    await read('first');
    for (let other = 0; other < 1_000; other += 1) await read(String(other));
    expect(await read('first')).toBe('1002');
  });
});

describe('an error', () => {
  const failing = (...errors: readonly Error[]) => {
    const left = [...errors];
    const { reads } = countingCache();
    return () => reads.intercept(READ, 'a', () => Promise.reject(left.shift() ?? new Error('sent too often')));
  };

  test('that says that a role does not exist stays cached', async () => {
    const read = failing(new EmulatorError('NoSuchEntity', 'none', 404));
    await expect(read()).rejects.toThrow('none');
    await expect(read()).rejects.toThrow('none');
  });

  test('of the emulator itself or of the connection is not cached', async () => {
    const read = failing(new EmulatorError('InternalFailure', 'broken', 500), new Error('reset'));
    await expect(read()).rejects.toThrow('broken');
    await expect(read()).rejects.toThrow('reset');
    await expect(read()).rejects.toThrow('sent too often');
  });
});
