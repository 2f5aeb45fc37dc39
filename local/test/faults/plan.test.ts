import { expect, test } from '@jest/globals';
import { FaultPlanError, faultPlanFrom } from '../../faults/plan.ts';
import { LocalAwsError } from '../../local-aws-error.ts';

const ERROR = { kind: 'error', effect: 'before', code: 'ConflictException', message: 'busy', status: 400 };
const GOOD = { service: 'cloudtrail', operation: 'UpdateTrail', fault: ERROR };

test('an entry matches the first call by default', () => {
  expect(faultPlanFrom([GOOD])).toEqual([{ ...GOOD, nth: 1, times: 1 }]);
});

test.each([
  { kind: 'error', effect: 'after', code: 'InternalFailure', message: '', status: 500 },
  { kind: 'throttling' },
  { kind: 'lost-request' },
  { kind: 'lost-response' },
  { kind: 'latency', milliseconds: 900_000 },
  { kind: 'kill', effect: 'after' },
])('understands $kind', (fault) => {
  const entry = { ...GOOD, caller: 'function', account: '111122223333', nth: 3, times: 'always', fault };
  expect(faultPlanFrom([entry])).toEqual([entry]);
});

test.each([
  ['a field that is unknown', { ...GOOD, when: 'soon' }, 'when'],
  ['a fault that is unknown', { ...GOOD, fault: { kind: 'explosion' } }, 'fault.kind'],
  ['an error without its code', { ...GOOD, fault: { ...ERROR, code: undefined } }, 'fault.code'],
  ['an error that is a success', { ...GOOD, fault: { ...ERROR, status: 200 } }, 'fault.status'],
  [
    'an effect that is neither before nor after',
    { ...GOOD, fault: { kind: 'kill', effect: 'during' } },
    'fault.effect',
  ],
  ['a call number below 1', { ...GOOD, nth: 0 }, 'nth'],
  ['no call at all', { ...GOOD, times: 0 }, 'times'],
  ['a negative latency', { ...GOOD, fault: { kind: 'latency', milliseconds: -1 } }, 'fault.milliseconds'],
  ['an operation in the wrong case', { ...GOOD, operation: 'updateTrail' }, 'operation'],
  ['a service in the wrong case', { ...GOOD, service: 'CloudTrail' }, 'service'],
  ['a caller that is unknown', { ...GOOD, caller: 'nobody' }, 'caller'],
  ['an invalid account', { ...GOOD, account: '4711' }, 'account'],
  ['a kill of a caller other than a function', { ...GOOD, fault: { kind: 'kill', effect: 'before' } }, 'caller'],
])('refuses %s and names the entry and the field', (_, entry, field) => {
  const read = () => faultPlanFrom([GOOD, entry]);
  expect(read).toThrow(FaultPlanError);
  expect(read).toThrow(/^Entry 2 of the fault plan is invalid: /);
  expect(read).toThrow(field);
  expect(read).toThrow(JSON.stringify(entry));
});

test.each([[{}], ['UpdateTrail'], [null], [undefined]])('refuses %j, which is not a list', (plan) => {
  expect(() => faultPlanFrom(plan)).toThrow('A fault plan is a list of entries');
});

test('is a LocalAwsError, which commands print without a stack trace', () => {
  expect(() => faultPlanFrom([1])).toThrow(LocalAwsError);
});
