import { describe, expect, test } from '@jest/globals';
import { isUnchangedSinceRepair, verificationChanges } from '../../../../lambda/core/memory/deliveries.ts';
import { type LateDelivery, NO_HISTORY, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import { NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import type { TrailStatus } from '../../../../lambda/core/model/trail.ts';
import { judgeVerification, withoutDeliveryFindings } from '../../../../lambda/core/outcome/verification.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import {
  factsWith,
  ID,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  read,
  recordWith,
  SETTINGS,
  unread,
} from '../../../support/perfect-trail.ts';

const { logGroupArn, roleArn } = PERFECT_TRAIL;
const AWAITING = { since: '2026-11-20T09:00:00.000Z', target: { logGroupArn, roleArn } };
/** Judges the trail as a look at `now` that may follow an earlier one. */
function judged(facts: TrailFacts, lateDelivery?: LateDelivery) {
  const history = { ...NO_HISTORY, change: { at: AWAITING.since }, ...(lateDelivery && { lateDelivery }) };
  return judgeVerification(AWAITING, facts, assess(facts, SETTINGS, history));
}
const at = (time: string) => `2026-11-20T${time}:00.000Z`;

describe('a repaired trail', () => {
  test.each<[string, Partial<TrailStatus>, string]>([
    ['nothing was delivered anywhere', {}, 'FIXED awaiting-delivery'],
    [
      'all deliveries were before the repair',
      { latestLogsDelivery: at('08:59'), latestDelivery: at('08:59') },
      'FIXED awaiting-delivery',
    ],
    ['the bucket got events 15 minutes later', { latestDelivery: at('09:15') }, 'FIXED awaiting-delivery'],
    ['the bucket got events 16 minutes later', { latestDelivery: at('09:16') }, 'FIXED awaiting-delivery'],
    [
      'AWS reports an error since the repair',
      { latestDelivery: at('09:16'), logsDeliveryError: 'Access denied.' },
      'FAILED not-delivered',
    ],
    [
      'the error is from before the repair',
      { logsDeliveryError: 'AccessDenied', latestLogsDelivery: at('08:59') },
      'FIXED awaiting-delivery',
    ],
    [
      'CloudWatch Logs got events',
      { latestLogsDelivery: at('09:04'), latestDelivery: at('09:05') },
      'VERIFIED delivered',
    ],
    [
      'CloudWatch Logs got events and then an error',
      { latestLogsDelivery: at('09:04'), logsDeliveryError: 'AccessDenied' },
      'FAILED not-delivered',
    ],
    [
      'CloudWatch Logs got events, and the bucket for 16 minutes more',
      { latestLogsDelivery: at('09:04'), latestDelivery: at('09:20') },
      'VERIFIED delivered',
    ],
    [
      'CloudWatch Logs got events, and one was too large',
      { latestLogsDelivery: at('09:04'), logsDeliveryError: 'Log event too large' },
      'VERIFIED delivered',
    ],
    [
      'CloudWatch Logs got events and then an error that may pass',
      { latestLogsDelivery: at('09:04'), logsDeliveryError: 'Rate exceeded' },
      'VERIFIED delivered',
    ],
    [
      'both got events at once',
      { latestLogsDelivery: AWAITING.since, latestDelivery: AWAITING.since },
      'FIXED awaiting-delivery',
    ],
  ])('%s', (_what, status, expected) => {
    const { outcome, reason, stage } = judged(factsWith({ status: read({ isLogging: true, ...status }) }));
    expect(`${outcome} ${reason}`).toBe(expected);
    expect(stage).toBe(outcome === 'FAILED' ? 'delivery' : undefined);
  });

  test('whose status cannot be read is not verified', () => {
    expect(judged(factsWith({ status: unread('denied') })).outcome).toBe('FIXED');
  });

  test('is FAILED once a second look confirms that only the bucket gets events', () => {
    const facts = factsWith({ now: at('09:40'), status: read({ isLogging: true, latestDelivery: at('09:30') }) });
    expect(judged(facts, { since: at('09:31') }).outcome).toBe('FIXED');
    expect(judged(facts, { since: at('09:30') })).toMatchObject({
      outcome: 'FAILED',
      reason: 'not-delivered',
      detail: expect.stringContaining(`last delivery to the bucket: ${at('09:30')}, to CloudWatch Logs: never`),
      whoCanAct: expect.stringContaining('an administrator of the account'),
    });
  });

  test('proves nothing about the member accounts of an organization trail', () => {
    const status = read({ isLogging: true, latestLogsDelivery: at('09:04') });
    const ofOrganization = read({ ...PERFECT_TRAIL, isOrganizationTrail: true });
    const sentence = 'This does not prove that the events of member accounts arrive.';
    expect(judged(factsWith({ status, trail: ofOrganization })).detail).toContain(sentence);
    expect(judged(factsWith({ status })).detail).not.toContain(sentence);
  });

  test('names the owner of the key when AWS reports an error of the key', () => {
    const logsDeliveryError = 'The specified KMS key does not exist';
    const status = read({ isLogging: true, latestDelivery: at('09:30'), logsDeliveryError });
    expect(judged(factsWith({ status })).whoCanAct).toBe('the owner of the KMS key');
  });

  test('is judged with the time that it took, or with the error of AWS', () => {
    expect(judged(factsWith({ status: read({ isLogging: true }) }))).toEqual({
      outcome: 'FIXED',
      reason: 'awaiting-delivery',
      detail: `Repaired at ${AWAITING.since}; AWS has not delivered since: there may have been nothing to deliver.`,
    });
    const failing = { isLogging: true, latestDelivery: at('09:30'), logsDeliveryError: 'Access denied.' };
    expect(judged(factsWith({ status: read(failing) })).whoCanAct).toBe('an administrator of the account');
    const detailOf = (status: Partial<TrailStatus>) =>
      judged(factsWith({ status: read({ isLogging: true, ...status }) })).detail;
    expect(detailOf({ latestLogsDelivery: '2026-11-20T09:04:10.000Z' })).toContain(
      'at most 5 minutes after the repair',
    );
    expect(detailOf({ latestLogsDelivery: '2026-11-20T09:00:10.000Z' })).toContain('at most 1 minute after the repair');
    expect(detailOf({ latestDelivery: at('09:30'), logsDeliveryError: 'Access denied.' })).toContain('Access denied.');
    expect(detailOf({ latestDelivery: at('09:30') })).toContain(`last delivery to the bucket: ${at('09:30')}`);
  });

  test('counts as unchanged only while it is known to deliver where it was repaired to', () => {
    expect(isUnchangedSinceRepair(AWAITING, PERFECT_FACTS)).toBe(true);
    for (const change of [{ logGroupArn: '' }, { roleArn: '' }]) {
      expect(isUnchangedSinceRepair(AWAITING, factsWith({ trail: read({ ...PERFECT_TRAIL, ...change }) }))).toBe(false);
    }
    expect(isUnchangedSinceRepair(AWAITING, factsWith({ trail: unread('denied') }))).toBe(false);
  });
});

describe('the verification in the ledger', () => {
  const UPDATE: Step = {
    operation: 'UpdateTrail',
    input: { Name: ID.arn, CloudWatchLogsLogGroupArn: logGroupArn, CloudWatchLogsRoleArn: roleArn },
    needs: [],
    repairs: [],
  };
  const RETAIN: Step = {
    operation: 'PutRetentionPolicy',
    input: { logGroupName: 'g', retentionInDays: 365 },
    needs: [],
    repairs: [],
  };
  const START: Step = { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: [] };
  const applied: OutcomeRecord['applied'] = [{ step: START, result: 'done', attempts: 1 }];
  const fixed = recordWith({ outcome: 'FIXED', reason: 'repaired', applied });
  const waiting = { ...NO_MEMORY, awaitingVerification: AWAITING };

  test('begins when a trail was repaired', () => {
    expect(verificationChanges(fixed, PERFECT_FACTS, NO_MEMORY)).toEqual({
      awaitingVerification: { since: fixed.time, target: { logGroupArn, roleArn } },
    });
    expect(verificationChanges(fixed, PERFECT_FACTS, waiting).awaitingVerification?.since).toBe(fixed.time);
    const updated = { ...fixed, applied: [{ step: UPDATE, result: 'done', attempts: 1 }] } as const;
    expect(verificationChanges(updated, PERFECT_FACTS, NO_MEMORY).awaitingVerification?.since).toBe(fixed.time);
  });

  test.each<[string, OutcomeRecord]>([
    ['nothing was wrong', recordWith({})],
    [
      'only its log group was changed',
      recordWith({ outcome: 'FIXED', reason: 'repaired', applied: [{ step: RETAIN, result: 'done', attempts: 1 }] }),
    ],
    ['it still awaits a delivery', recordWith({ outcome: 'FIXED', reason: 'awaiting-delivery', applied })],
    ['it failed', recordWith({ outcome: 'FAILED', reason: 'aws-error', applied })],
  ])('does not change when %s', (_what, record) => {
    expect(verificationChanges(record, PERFECT_FACTS, NO_MEMORY)).toEqual({});
    expect(verificationChanges(record, PERFECT_FACTS, waiting)).toEqual({});
  });

  test('begins when an interrupted run repaired the trail: its calls are not known', () => {
    const interrupted = recordWith({ outcome: 'FIXED', reason: 'repaired', applied: [] });
    expect(verificationChanges(interrupted, PERFECT_FACTS, NO_MEMORY)).toEqual({
      awaitingVerification: { since: interrupted.time, target: { logGroupArn, roleArn } },
    });
  });

  test('ends once AWS has delivered, or once the trail was changed', () => {
    const verified = recordWith({ outcome: 'VERIFIED', reason: 'delivered' });
    expect(verificationChanges(verified, PERFECT_FACTS, waiting)).toEqual({ awaitingVerification: null });
    const changed = factsWith({ trail: read({ ...PERFECT_TRAIL, roleArn: '' }) });
    expect(verificationChanges(recordWith({}), changed, waiting)).toEqual({ awaitingVerification: null });
    expect(verificationChanges(recordWith({}), factsWith({ trail: unread('denied') }), waiting)).toEqual({});
  });
});

test('findings about deliveries are no reason to repair again, all others are', () => {
  const finding = (rule: string) => ({ rule, verdict: 'violated', evidence: { source: '', saw: '' } }) as Finding;
  const left = withoutDeliveryFindings(['delivery-error', 'role-missing', 'delivery-stale'].map(finding));
  expect(left).toEqual([finding('role-missing')]);
});
