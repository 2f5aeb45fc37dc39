import { expect, test } from '@jest/globals';
import { outcomeRecordSchema } from '../../../../lambda/core/model/outcome.ts';
import { countedRecord, deniedRecord } from '../../../../lambda/core/outcome/denial-records.ts';
import { ID, NOW, triggerWith } from '../../../support/perfect-trail.ts';
import { HEADER } from './issue-case.ts';

const REGION = { kind: 'region', region: 'eu-west-1', account: ID.account } as const;
const calls = (eventName: string, actor = 'dana') => {
  return { eventName, actor, count: 2, first: NOW, last: NOW, denied: true };
};

test('a denied call has the other calls of its principal, if there are any', () => {
  const header = { ...HEADER, trigger: triggerWith({ tampering: 'denied-attempt' }) };
  const others = [calls('DeleteTrail')];
  expect(deniedRecord(header, REGION, others).repeats).toEqual(others);
  expect(deniedRecord(header, REGION)).not.toHaveProperty('repeats');
});

test('the denied calls that a sweep counted are those of all principals', () => {
  const denied = [
    { principal: 'dana', calls: [calls('DeleteTrail'), calls('StopLogging')] },
    { principal: 'erin', calls: [calls('UpdateTrail', 'erin')] },
  ];
  const record = countedRecord(HEADER, ID.account, denied);
  expect(record).toEqual({
    version: 2,
    ...HEADER,
    subject: { kind: 'account', account: ID.account },
    outcome: 'SKIPPED',
    reason: 'attempt-denied',
    detail: 'The events say that AWS denied the calls, and so changed nothing. No call of AWS can confirm it.',
    whoCanAct: 'the person responsible for the caller',
    findings: [],
    remaining: [],
    plan: { steps: [], refused: [] },
    applied: [],
    repeats: [calls('DeleteTrail'), calls('StopLogging'), calls('UpdateTrail', 'erin')],
  });
  expect(outcomeRecordSchema.safeParse(record).error).toBeUndefined();
});
