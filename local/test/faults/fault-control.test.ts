import { expect, test } from '@jest/globals';
import { FAULTS_PATH, faultControl } from '../../faults/fault-control.ts';
import { faultInjector } from '../../faults/faults.ts';
import { callWith, DONE } from '../support/call.ts';

const ENTRY = { service: 'iam', operation: 'CreateRole', fault: { kind: 'throttling' } };
const REPORT = { entry: { ...ENTRY, nth: 1, times: 1 }, calls: 0, played: 0, state: 'unused' };

function control() {
  const { faults } = faultInjector();
  const behaviour = faultControl(faults);
  return async (method: string, body = '', url = FAULTS_PATH) => {
    const answer = await behaviour(callWith({ method, url, headers: {}, body: Buffer.from(body) }), async () => DONE);
    return { status: answer.status, content: JSON.parse(answer.body.toString()) };
  };
}

test('PUT sets a plan, GET returns its report, DELETE ends it and returns the last report', async () => {
  const ask = control();
  expect(await ask('PUT', JSON.stringify([ENTRY]))).toEqual({ status: 200, content: [REPORT] });
  expect(await ask('GET')).toEqual({ status: 200, content: [REPORT] });
  expect(await ask('DELETE')).toEqual({ status: 200, content: [REPORT] });
  expect(await ask('GET')).toEqual({ status: 200, content: [] });
});

test('an invalid plan is refused with its entry, and the previous one stays in force', async () => {
  const ask = control();
  await ask('PUT', JSON.stringify([ENTRY]));
  expect(await ask('PUT', JSON.stringify([ENTRY, { ...ENTRY, nth: 'first' }]))).toEqual({
    status: 400,
    content: { message: expect.stringMatching(/^Entry 2 of the fault plan is invalid: nth: /) },
  });
  expect((await ask('GET')).content).toEqual([REPORT]);
});

test('a body that is not JSON is refused', async () => {
  expect(await control()('PUT', 'kill it')).toEqual({
    status: 400,
    content: { message: 'A fault plan has to be JSON: a list of entries.' },
  });
});

test('other methods are answered with the existing ones', async () => {
  expect(await control()('PATCH')).toMatchObject({ status: 405, content: { message: expect.stringContaining('PUT') } });
});

test('calls of all other paths pass', async () => {
  expect(await control()('PUT', '[]', '/bucket')).toEqual({ status: 200, content: {} });
});
