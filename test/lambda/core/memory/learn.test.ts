import { describe, expect, test } from '@jest/globals';
import { memoryChanges } from '../../../../lambda/core/memory/learn.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import { NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Posture } from '../../../../lambda/core/model/posture.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import {
  factsWith,
  ID,
  NOW,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  POSTURE,
  read,
  recordWith,
  selecting,
  TRIGGER,
  unread,
} from '../../../support/perfect-trail.ts';

const BEFORE = '2026-11-01T00:00:00.000Z';
const TARGET = { logGroupArn: PERFECT_TRAIL.logGroupArn, roleArn: PERFECT_TRAIL.roleArn };
/** The memory after a run on the perfect trail. */
const KNOWN: TrailMemory = {
  ...NO_MEMORY,
  last: { outcome: 'COMPLIANT', reason: 'nothing-to-do', time: BEFORE, recordId: 'run-0' },
  seenLogging: BEFORE,
  logging: {},
  acceptedTarget: { ...TARGET, since: BEFORE },
  posture: POSTURE,
};
const NOT_SET: readonly Finding[] = [
  { rule: 'log-group-not-set', verdict: 'violated', evidence: { source: 'GetTrail', saw: 'not set' } },
];
const UPDATE: Step = {
  operation: 'UpdateTrail',
  input: { Name: ID.arn, CloudWatchLogsLogGroupArn: 'another', CloudWatchLogsRoleArn: 'another' },
  needs: [],
  repairs: ['log-group-not-set'],
};
const STOPPED = factsWith({
  status: read({ ...(PERFECT_FACTS.status.read && PERFECT_FACTS.status.value), isLogging: false }),
});

describe('a run remembers', () => {
  test('everything about a healthy trail that it observes for the first time', () => {
    expect(memoryChanges(recordWith({ id: 'run-1' }), PERFECT_FACTS, NO_MEMORY)).toEqual({
      last: { outcome: 'COMPLIANT', reason: 'nothing-to-do', time: NOW, recordId: 'run-1' },
      seenLogging: NOW,
      logging: {},
      acceptedTarget: { ...TARGET, since: NOW },
      posture: { ...POSTURE, since: NOW },
    });
  });

  test('nothing about a trail that has not changed', () => {
    expect(memoryChanges(recordWith({}), PERFECT_FACTS, KNOWN)).toEqual({});
  });

  test('another outcome, and the same outcome for another reason', () => {
    const blocked = recordWith({ outcome: 'BLOCKED', reason: 'scp' });
    const last = { outcome: 'BLOCKED', reason: 'scp', time: NOW, recordId: blocked.id };
    expect(memoryChanges(blocked, PERFECT_FACTS, KNOWN)).toEqual({ last });
    const earlier = { ...last, reason: 'kms', time: BEFORE } as const;
    expect(memoryChanges(blocked, PERFECT_FACTS, { ...KNOWN, last: earlier as TrailMemory['last'] & object })).toEqual({
      last,
    });
  });

  test.each<[string, Partial<OutcomeRecord>]>([
    ['blocked', { outcome: 'BLOCKED', reason: 'scp' }],
    ['failed', { outcome: 'FAILED', reason: 'aws-error' }],
    ['excluded and broken', { outcome: 'SKIPPED', reason: 'excluded-by-tag', remaining: NOT_SET }],
    ['out of scope', { outcome: 'SKIPPED', reason: 'control-tower' }],
    ['only planned for in a dry run', { outcome: 'WOULD_FIX', reason: 'dry-run' }],
  ])('no target from a trail that is %s', (_, changes) => {
    const changed = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: 'another', roleArn: 'another' }) });
    const found = memoryChanges(recordWith(changes), changed, KNOWN);
    expect(found).not.toHaveProperty('acceptedTarget');
    expect(found).not.toHaveProperty('posture');
  });

  test('the target to which trailmend sent a trail with which something else is still wrong', () => {
    const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: 'another', roleArn: 'another' }) });
    const applied = [{ step: UPDATE, result: 'done', attempts: 1 }] as const;
    const found = memoryChanges(recordWith({ outcome: 'BLOCKED', reason: 'scp', applied }), facts, KNOWN);
    const target = { logGroupArn: 'another', roleArn: 'another' };
    expect(found.acceptedTarget).toEqual({ ...target, since: NOW });
    expect(found.posture?.trail).toEqual({ ...PERFECT_TRAIL, ...target });
  });

  test('no target from an UpdateTrail after which the trail delivers elsewhere', () => {
    const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: 'a third' }) });
    const applied = [{ step: UPDATE, result: 'done', attempts: 1 }] as const;
    const found = memoryChanges(recordWith({ outcome: 'BLOCKED', reason: 'scp', applied }), facts, KNOWN);
    expect(found).not.toHaveProperty('acceptedTarget');
  });

  test('a target of which only the role has changed', () => {
    const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, roleArn: 'another' }) });
    expect(memoryChanges(recordWith({}), facts, KNOWN).acceptedTarget).toEqual({
      ...TARGET,
      roleArn: 'another',
      since: NOW,
    });
  });

  test.each(['COMPLIANT', 'FIXED', 'VERIFIED'] as const)('where a %s trail delivers', (outcome) => {
    const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: 'another' }) });
    expect(memoryChanges(recordWith({ outcome }), facts, KNOWN).acceptedTarget?.logGroupArn).toBe('another');
  });

  test('where an excluded trail without findings delivers', () => {
    const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: 'another' }) });
    const found = memoryChanges(recordWith({ outcome: 'SKIPPED', reason: 'excluded-by-tag' }), facts, KNOWN);
    expect(found.acceptedTarget?.logGroupArn).toBe('another');
  });

  test('the settings, and no other target, when another setting of the trail was changed', () => {
    const trail = { ...PERFECT_TRAIL, homeRegion: 'eu-west-1' };
    expect(memoryChanges(recordWith({}), factsWith({ trail: read(trail) }), KNOWN)).toEqual({
      posture: { ...POSTURE, since: NOW, trail },
    });
  });

  test('nothing when the settings are the same in another order', () => {
    const trail = Object.fromEntries(Object.entries(PERFECT_TRAIL).reverse());
    expect(
      memoryChanges(recordWith({}), PERFECT_FACTS, {
        ...KNOWN,
        posture: { ...POSTURE, trail: trail as never },
      }),
    ).toEqual({});
  });

  const SELECTING = { ...PERFECT_TRAIL, hasCustomEventSelectors: true };
  const own = { kind: 'basic' as const, json: '[{}]' };
  const RECORDING = { writes: 'all', reads: 'all', excludedSources: [] } as const;
  const postureOf = (facts: Partial<TrailFacts>, posture: Posture | undefined = POSTURE) =>
    memoryChanges(recordWith({}), factsWith(facts), { ...KNOWN, ...(posture && { posture }) }).posture;

  test('its tags and its own event selectors, also where it did not know them before', () => {
    const facts = { trail: read(SELECTING), tags: read({ team: 'pay' }), eventSelectors: selecting({ own }) };
    const observed = { ...POSTURE, trail: SELECTING, tags: { team: 'pay' }, recording: { ...RECORDING, own } };
    expect(postureOf(facts)).toEqual({ ...observed, since: NOW });
    expect(postureOf(facts, { ...observed, since: BEFORE })).toBeUndefined();
    expect(postureOf({}, { since: BEFORE, trail: PERFECT_TRAIL })).toEqual({ ...POSTURE, since: NOW });
    expect(postureOf({ tags: read({ a: '', b: '' }) }, { ...POSTURE, tags: { b: '', a: '' } })).toBeUndefined();
  });

  test('no selectors that a trail no longer has, or that are too long', () => {
    const posture = { ...POSTURE, trail: SELECTING, recording: { ...RECORDING, own } };
    expect(postureOf({}, posture)).toEqual({ ...POSTURE, since: NOW });
    const long = { kind: 'basic' as const, json: `["${'x'.repeat(50_000)}"]` };
    const facts = { trail: read(SELECTING), eventSelectors: selecting({ own: long }) };
    expect(postureOf(facts)).toEqual({ ...POSTURE, since: NOW, trail: SELECTING });
  });

  test('what it knew before of the settings that could not be read', () => {
    const recording = { ...RECORDING, own };
    const posture = { ...POSTURE, since: BEFORE, trail: SELECTING, tags: { team: 'pay' }, recording };
    const unreadFacts = { tags: unread('denied'), eventSelectors: unread('denied'), currentGroup: unread('denied') };
    expect(postureOf({ ...unreadFacts, trail: read(SELECTING) }, posture)).toBeUndefined();
    const moved = { ...SELECTING, snsTopicArn: 'another' };
    expect(postureOf({ ...unreadFacts, trail: read(moved) }, posture)).toEqual({
      ...posture,
      since: NOW,
      trail: moved,
    });
    const { posture: first } = memoryChanges(recordWith({}), factsWith(unreadFacts), NO_MEMORY);
    expect(first).toEqual({ since: NOW, trail: PERFECT_TRAIL });
  });

  test('that a trail was logging before the StopLogging that stopped it', () => {
    const { seenLogging: _, ...unseen } = KNOWN;
    const trigger = { ...TRIGGER, eventName: 'StopLogging', tampering: 'stopped' } as const;
    const parked = factsWith({ status: read({ isLogging: false, latestDelivery: BEFORE }) });
    expect(memoryChanges(recordWith({}), STOPPED, unseen)).toEqual({});
    expect(memoryChanges(recordWith({ trigger }), STOPPED, unseen)).toEqual({ seenLogging: NOW });
    expect(memoryChanges(recordWith({ trigger }), parked, unseen)).toEqual({});
    expect(memoryChanges(recordWith({}), factsWith({ status: unread('denied') }), unseen)).toEqual({});
  });

  test('no target that could not be read', () => {
    const found = memoryChanges(recordWith({}), factsWith({ trail: unread('denied') }), NO_MEMORY);
    expect(found).not.toHaveProperty('acceptedTarget');
  });

  test.each(['shadow-trail', 'other-account', 'organization-member', 'another-run'] as const)(
    'nothing of a trail that is skipped as %s',
    (reason) => {
      expect(memoryChanges(recordWith({ outcome: 'SKIPPED', reason }), PERFECT_FACTS, NO_MEMORY)).toEqual({});
    },
  );

  describe("of a delegated administrator's trail", () => {
    const theirs = PERFECT_TRAIL.logGroupArn.replace(ID.account, '444455556666');
    const learned = (logGroupArn: string) => {
      const record = recordWith({ outcome: 'SKIPPED', reason: 'delegated-administrator' });
      const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn }) });
      return memoryChanges(record, facts, NO_MEMORY);
    };

    test('its target, in any state', () => {
      const { roleArn } = PERFECT_TRAIL;
      expect(learned(theirs).acceptedTarget).toEqual({ logGroupArn: theirs, roleArn, since: NOW });
    });

    test.each(['', 'no ARN', PERFECT_TRAIL.logGroupArn])('but not the target "%s"', (logGroupArn) => {
      expect(learned(logGroupArn)).not.toHaveProperty('acceptedTarget');
    });
  });
});

describe('deliveries that are late or fail', () => {
  const LATE: readonly Finding[] = [
    { rule: 'delivery-stale', verdict: 'undecided', evidence: { source: 'GetTrailStatus', saw: 'late' } },
  ];
  const late = recordWith({ outcome: 'SKIPPED', reason: 'awaiting-second-look', remaining: LATE });
  const deliveredAt = (latestLogsDelivery?: string) =>
    factsWith({ status: read({ isLogging: true, ...(latestLogsDelivery !== undefined && { latestLogsDelivery }) }) });
  const lateDelivery = { since: BEFORE, latestLogsDelivery: BEFORE };
  const learned = (record: OutcomeRecord, facts: TrailFacts, known?: TrailMemory['lateDelivery']) =>
    memoryChanges(record, facts, { ...KNOWN, ...(known && { lateDelivery: known }) }).lateDelivery;

  test('are remembered since the first look, with the last delivery', () => {
    expect(learned(late, deliveredAt(BEFORE))).toEqual({ since: NOW, latestLogsDelivery: BEFORE });
    expect(learned(late, deliveredAt())).toEqual({ since: NOW });
    expect(learned(late, deliveredAt(BEFORE), lateDelivery)).toBeUndefined();
  });

  test('are seen for the first time again after another delivery, or where the first look is in the future', () => {
    expect(learned(late, deliveredAt(NOW), lateDelivery)).toEqual({ since: NOW, latestLogsDelivery: NOW });
    expect(learned(late, deliveredAt(), lateDelivery)).toEqual({ since: NOW });
    const future = { ...lateDelivery, since: '9999-12-31T23:59:59.999Z' };
    expect(learned(late, deliveredAt(BEFORE), future)).toEqual({ since: NOW, latestLogsDelivery: BEFORE });
  });

  test('are forgotten once they are in time, but not where the status is unread', () => {
    expect(learned(recordWith({}), deliveredAt(BEFORE), lateDelivery)).toBeNull();
    expect(learned(recordWith({}), deliveredAt(BEFORE))).toBeUndefined();
    expect(learned(late, factsWith({ status: unread('denied') }), lateDelivery)).toBeUndefined();
  });

  test('show no healthy target', () => {
    expect(memoryChanges({ ...late, outcome: 'FIXED' }, PERFECT_FACTS, NO_MEMORY)).not.toHaveProperty('acceptedTarget');
  });
});

describe('the logging times of the last look', () => {
  const [stopped, started] = ['2026-11-20T08:10:00.000Z', '2026-11-20T08:40:00.000Z'];
  const status = { isLogging: true, stoppedLogging: stopped, startedLogging: started };
  const facts = factsWith({ status: read(status) });
  const known = { ...KNOWN, logging: { stopped: BEFORE } };
  const SWEEP = { kind: 'sweep', time: NOW } as const;
  const STOP = { ...TRIGGER, eventName: 'StopLogging', tampering: 'stopped' } as const;
  const START: Step = { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: ['not-logging'] };
  const saved = (record: Partial<OutcomeRecord>, now = facts, memory: TrailMemory = known) =>
    memoryChanges(recordWith(record), now, memory).logging;

  test('are saved by the run that reports the stop: of a sweep, of its event, or of a restart', () => {
    const applied = [{ step: START, result: 'done', attempts: 1 } as const];
    expect(saved({ trigger: SWEEP })).toEqual({ stopped, started });
    expect(saved({ trigger: STOP })).toEqual({ stopped, started });
    expect(saved({ applied })).toEqual({ stopped, started });
  });

  test('are left to the next sweep by another event, which does not report the stop', () => {
    expect(saved({})).toBeUndefined();
    const { logging: _, ...first } = KNOWN;
    expect(saved({}, facts, first)).toEqual({ stopped, started });
    expect(saved({}, factsWith({ status: read({ ...status, isLogging: false }) }))).toEqual({ stopped, started });
  });

  test('are not saved again, and not without the status', () => {
    expect(saved({ trigger: SWEEP }, facts, { ...KNOWN, logging: { stopped, started } })).toBeUndefined();
    expect(saved({ trigger: SWEEP }, factsWith({ status: unread('denied') }))).toBeUndefined();
  });
});
