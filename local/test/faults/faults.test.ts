import { expect, test } from '@jest/globals';
import { type Faults, faultInjector } from '../../faults/faults.ts';
import type { FaultPlan } from '../../faults/plan.ts';
import type { Answer, Call } from '../../gate/call.ts';
import { ConnectionCut } from '../../gate/connection-cut.ts';
import { callWith, DONE } from '../support/call.ts';

const ABOUT = { service: 'cloudtrail', operation: 'UpdateTrail' };
const CONFLICT = { kind: 'error', code: 'ConflictException', message: 'busy', status: 400 } as const;

interface Scene {
  readonly faults: Faults;
  /** Sends a call and returns its status, or `cut`. */
  readonly send: (changes?: Partial<Call>) => Promise<number | 'cut'>;
  /** How many calls took effect. */
  readonly effects: () => number;
}

function sceneWith(plan: FaultPlan): Scene {
  const { faults, behaviour } = faultInjector(plan);
  let effects = 0;
  const emulator = async (): Promise<Answer> => {
    effects += 1;
    return DONE;
  };
  const send = async (changes: Partial<Call> = {}) => {
    try {
      return (await behaviour(callWith(changes), emulator)).status;
    } catch (error) {
      if (error instanceof ConnectionCut) return 'cut';
      throw error;
    }
  };
  return { faults, send, effects: () => effects };
}

test('without a plan, calls pass unchanged', async () => {
  const { send, effects } = sceneWith([]);
  expect(await send()).toBe(200);
  expect(effects()).toBe(1);
});

test.each([
  ['an error before the effect', { ...CONFLICT, effect: 'before' }, 400, 0],
  ['an error after the effect', { ...CONFLICT, effect: 'after' }, 400, 1],
  ['throttling', { kind: 'throttling' }, 400, 0],
  ['a lost request', { kind: 'lost-request' }, 'cut', 0],
  ['a lost response', { kind: 'lost-response' }, 'cut', 1],
  ['latency', { kind: 'latency', milliseconds: 1 }, 200, 1],
] as const)('%s', async (_, fault, status, effects) => {
  const scene = sceneWith([{ ...ABOUT, fault }]);
  expect(await scene.send()).toBe(status);
  expect(scene.effects()).toBe(effects);
});

test('latency delays the call before its effect', async () => {
  const { send, effects } = sceneWith([{ ...ABOUT, fault: { kind: 'latency', milliseconds: 1 } }]);
  const sent = send();
  expect(effects()).toBe(0);
  await sent;
  expect(effects()).toBe(1);
});

test('the nth call meets the fault, and as many calls after it as the plan says', async () => {
  const { send } = sceneWith([{ ...ABOUT, nth: 2, times: 2, fault: { kind: 'lost-request' } }]);
  expect([await send(), await send(), await send(), await send()]).toEqual([200, 'cut', 'cut', 200]);
});

test('with always, every call from the nth on meets the fault', async () => {
  const { send } = sceneWith([{ ...ABOUT, nth: 2, times: 'always', fault: { kind: 'lost-request' } }]);
  expect([await send(), await send(), await send(), await send()]).toEqual([200, 'cut', 'cut', 'cut']);
});

test('calls that do not match the entry neither meet it nor count', async () => {
  const entry = {
    ...ABOUT,
    caller: 'administrator',
    account: '111122223333',
    fault: { kind: 'lost-request' },
  } as const;
  const { send } = sceneWith([entry]);
  expect(await send({ operation: 'GetTrail' })).toBe(200);
  expect(await send({ service: 'iam' })).toBe(200);
  expect(await send({ caller: { kind: 'administrator', accessKeyId: '444455556666' } })).toBe(200);
  const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:f';
  expect(await send({ caller: { kind: 'function', accessKeyId: '111122223333', functionArn, processId: 1 } })).toBe(
    200,
  );
  expect(await send()).toBe('cut');
});

test('a call meets several faults in the order of the plan', async () => {
  const late = { ...ABOUT, fault: { kind: 'latency', milliseconds: 1 } } as const;
  const lost = { ...ABOUT, fault: { kind: 'lost-response' } } as const;
  const scene = sceneWith([late, lost]);
  expect(await scene.send()).toBe('cut');
  expect(scene.faults.report().map(({ played }) => played)).toEqual([1, 1]);
});

test('a fault that another fault prevented is not reported as played', async () => {
  const lost = { ...ABOUT, fault: { kind: 'lost-request' } } as const;
  const scene = sceneWith([lost, lost]);
  await scene.send();
  expect(scene.faults.report().map(({ state }) => state)).toEqual(['used-up', 'unused']);
});

test('reports for each entry how far it was used', async () => {
  const fault = { kind: 'throttling' } as const;
  const scene = sceneWith([
    { ...ABOUT, fault },
    { ...ABOUT, nth: 2, times: 2, fault },
    { ...ABOUT, times: 'always', fault: { kind: 'latency', milliseconds: 1 } },
    { ...ABOUT, operation: 'GetTrail', fault },
  ]);
  await scene.send();
  await scene.send();
  const reports = scene.faults.clear().map(({ calls, played, state }) => ({ calls, played, state }));
  expect(reports).toEqual([
    { calls: 2, played: 1, state: 'used-up' },
    { calls: 2, played: 1, state: 'partly-used' },
    { calls: 2, played: 0, state: 'unused' },
    { calls: 0, played: 0, state: 'unused' },
  ]);
  expect(scene.faults.report()).toEqual([]);
  expect(await scene.send()).toBe(200);
});

test('a new plan restarts the counts; an invalid plan leaves the previous one in force', async () => {
  const entry = { ...ABOUT, nth: 2, fault: { kind: 'lost-request' } } as const;
  const { faults, send } = sceneWith([entry]);
  await send();
  faults.set([entry]);
  expect(await send()).toBe(200);
  expect(() => faults.set([{ ...entry, nth: 0 }])).toThrow('Entry 1');
  expect(await send()).toBe('cut');
});
