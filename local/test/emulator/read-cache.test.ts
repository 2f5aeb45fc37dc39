import { describe, expect, test } from '@jest/globals';
import { EmulatorError } from '../../emulator/api.ts';
import type { Asked } from '../../emulator/emulator-request.ts';
import { keptReads } from '../../emulator/read-cache.ts';
import { callWith, DONE } from '../support/call.ts';

const READ = { service: 'iam', operation: 'GetRole', subject: 'role a' };
const WRITE = { service: 'iam', operation: 'PutRolePolicy', subject: 'role a' };

/** What the gate has read, with an emulator that answers with the number of the question. */
function keeping() {
  let asked = 0;
  let atWork = false;
  const listeners: (() => void)[] = [];
  const reads = keptReads({
    began: () => {},
    rests: async () => !atWork,
    afterWork: (listener) => void listeners.push(listener),
  });
  return {
    reads,
    read: (text = 'a', about: Asked = READ) =>
      reads.through(about, text, async () => {
        asked += 1;
        return String(asked);
      }),
    write: () => reads.through(WRITE, 'write', async () => ''),
    work: (working: boolean) => {
      atWork = working;
      if (!working) for (const listener of listeners) listener();
    },
  };
}

describe('what was read', () => {
  test('is not asked again', async () => {
    const { read } = keeping();
    expect([await read(), await read(), await read('b')]).toEqual(['1', '1', '2']);
  });

  test("is asked again after the gate's own write", async () => {
    const { read, write } = keeping();
    await read();
    await write();
    expect(await read()).toBe('2');
  });

  test('is asked again after a write of anybody, done or refused or without an answer', async () => {
    const { reads, read } = keeping();
    const call = callWith({ service: 'iam', operation: 'PutRolePolicy', input: { RoleName: 'A' } });
    await read();
    await reads.behaviour(call, async () => ({ ...DONE, status: 400 }));
    expect(await read()).toBe('2');
    await expect(reads.behaviour(call, () => Promise.reject(new Error('cut')))).rejects.toThrow('cut');
    expect(await read()).toBe('3');
  });

  test('is kept when somebody reads, and when another role is written', async () => {
    const { reads, read } = keeping();
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

  test('while a write was under way is asked again after it', async () => {
    const { reads, read } = keeping();
    const call = callWith({ service: 'iam', operation: 'PutRolePolicy', input: { RoleName: 'a' } });
    await reads.behaviour(call, async () => {
      await read();
      return DONE;
    });
    expect(await read()).toBe('2');
  });

  test('is not kept while CloudFormation works, and forgotten when it has ended', async () => {
    const { read, work } = keeping();
    await read();
    work(true);
    expect([await read(), await read()]).toEqual(['2', '3']);
    work(false);
    expect(await read()).toBe('4');
  });

  test('of a service that changes by itself is always asked', async () => {
    const { read } = keeping();
    const groups = { service: 'logs', operation: 'DescribeLogGroups', subject: undefined };
    expect([await read('a', groups), await read('a', groups)]).toEqual(['1', '2']);
  });

  test('is forgotten when it is very much', async () => {
    const { read } = keeping();
    await read('first');
    for (let other = 0; other < 1_000; other += 1) await read(String(other));
    expect(await read('first')).toBe('1002');
  });
});

describe('an error', () => {
  const failing = (...errors: readonly Error[]) => {
    const left = [...errors];
    const { reads } = keeping();
    return () => reads.through(READ, 'a', () => Promise.reject(left.shift() ?? new Error('asked too often')));
  };

  test('that the emulator told is kept: there is no such role', async () => {
    const read = failing(new EmulatorError('NoSuchEntity', 'none', 404));
    await expect(read()).rejects.toThrow('none');
    await expect(read()).rejects.toThrow('none');
  });

  test('of the emulator itself or of the connection is not', async () => {
    const read = failing(new EmulatorError('InternalFailure', 'broken', 500), new Error('reset'));
    await expect(read()).rejects.toThrow('broken');
    await expect(read()).rejects.toThrow('reset');
    await expect(read()).rejects.toThrow('asked too often');
  });
});
