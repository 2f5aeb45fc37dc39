import { expect, test } from '@jest/globals';
import type { Fact } from '../../../../lambda/core/model/fact.ts';
import { type OutcomeRecord, outcomeRecordSchema } from '../../../../lambda/core/model/outcome.ts';
import type { ForwarderQueue } from '../../../../lambda/core/model/region-scan.ts';
import { forwarderQueueRecord } from '../../../../lambda/core/outcome/forwarder-records.ts';
import { ID, NOW, read } from '../../../support/perfect-trail.ts';

const HEADER = { id: 'run-1', time: NOW, mode: 'fix', trigger: { kind: 'sweep', time: NOW } } as const;
const queueUrl = 'https://sqs.eu-west-3.amazonaws.com/111122223333/trailmend-not-forwarded';
const containing = (events: number): Fact<ForwarderQueue> => read({ status: 'found', queueUrl, events });

test.each<[string, Fact<ForwarderQueue>, Partial<OutcomeRecord>]>([
  [
    'with events',
    containing(3),
    {
      outcome: 'BLOCKED',
      reason: 'not-forwarded',
      detail: `The dead-letter queue trailmend-not-forwarded in eu-west-3 contains about 3 events that EventBridge could not forward to the hub: ${queueUrl}. Only sweeps find such changes of trails.`,
      whoCanAct: 'the operator of trailmend (find the cause, then empty the queue)',
      queueUrl,
    },
  ],
  [
    'with one event',
    containing(1),
    {
      outcome: 'BLOCKED',
      reason: 'not-forwarded',
      detail: `The dead-letter queue trailmend-not-forwarded in eu-west-3 contains about 1 event that EventBridge could not forward to the hub: ${queueUrl}. Only sweeps find such changes of trails.`,
      whoCanAct: 'the operator of trailmend (find the cause, then empty the queue)',
      queueUrl,
    },
  ],
  [
    'that is empty',
    containing(0),
    {
      outcome: 'COMPLIANT',
      reason: 'nothing-to-do',
      detail: 'The queue trailmend-not-forwarded is empty.',
    },
  ],
  [
    'that does not exist',
    read({ status: 'missing' }),
    {
      outcome: 'BLOCKED',
      reason: 'queue-missing',
      detail:
        'The dead-letter queue trailmend-not-forwarded in eu-west-3 does not exist, so nobody sees which events were not forwarded. An older version of the forwarder has a queue with another name.',
      whoCanAct: 'the operator of trailmend (deploy the forwarder again)',
    },
  ],
  [
    'that could not be read',
    { read: false, why: 'denied' },
    {
      outcome: 'FAILED',
      reason: 'not-forwarded',
      stage: 'observe',
      detail:
        'trailmend could not read how many events the dead-letter queue trailmend-not-forwarded in eu-west-3 contains: denied',
      whoCanAct: 'an administrator of the account',
    },
  ],
])('a queue %s has a record and an issue of its own', (_, queue, expected) => {
  const { record, issue } = forwarderQueueRecord(HEADER, ID.account, 'eu-west-3', queue);
  expect(record).toEqual({
    version: 2,
    ...HEADER,
    subject: { kind: 'region', region: 'eu-west-3', account: ID.account },
    findings: [],
    remaining: [],
    plan: { steps: [], refused: [] },
    applied: [],
    ...expected,
  });
  expect(issue).toBe('forwarder queue eu-west-3');
  expect(outcomeRecordSchema.safeParse(record).error).toBeUndefined();
});
