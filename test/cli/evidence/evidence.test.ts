import { describe, expect, test } from '@jest/globals';
import type { Collected } from '../../../cli/evidence/evidence.ts';
import type { TrailEvidence } from '../../../cli/evidence/schema.ts';
import { NO_MEMORY, type TrailMemory } from '../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import { NOW, PERFECT_TRAIL, read, unread } from '../../support/perfect-trail.ts';
import {
  COLLECTED,
  callBy,
  logged,
  lookedAt,
  madeEvidence,
  NARROWED,
  NOT_SET,
  repairedBy,
  STOPPED,
  subjectOf,
} from './made.ts';

const audit = subjectOf('audit');
const BLANKED = callBy('sam', { eventTime: '2026-11-19T14:03:12Z', tampering: 'blanked' });
const REPAIRED = logged(audit, '2026-11-19T14:03:21.000Z', {
  ...repairedBy('UpdateTrail', NOT_SET),
  trigger: BLANKED,
});

/** The evidence about one trail with this history. */
function trailWith(
  records: readonly OutcomeRecord[],
  now: Partial<OutcomeRecord> = {},
  memory?: TrailMemory,
): TrailEvidence {
  const memories = new Map(memory ? [[audit.arn, memory]] : []);
  const history = { known: true, value: { from: '2026-11-01T00:00:00.000Z', records, memories } } as const;
  const [trail] = madeEvidence({ trails: [lookedAt(audit, now)], history }).trails;
  if (!trail) throw new Error('the evidence has no trail');
  return trail;
}

const withoutHistory = (changes: Partial<Collected>) =>
  madeEvidence({ history: { known: false, why: 'no deployed stack' }, ...changes });

describe('an incident', () => {
  test('begins with the call that broke the trail, and ends with the repair that was read back', () => {
    const delivered = logged(audit, '2026-11-19T15:00:00.000Z', { outcome: 'VERIFIED', reason: 'delivered' });
    const { incidents, compliantSince } = trailWith([logged(audit, '2026-11-19T14:00:00.000Z'), REPAIRED, delivered]);
    expect(incidents).toEqual([
      {
        began: '2026-11-19T14:03:12Z',
        kind: 'broken',
        calls: [expect.objectContaining({ eventName: 'UpdateTrail', caller: BLANKED.actor })],
        rules: ['log-group-not-set', 'role-not-set'],
        saw: ['CloudWatchLogsLogGroupArn is not set', 'CloudWatchLogsRoleArn is not set'],
        repaired: {
          time: REPAIRED.time,
          by: 'trailmend',
          operations: ['UpdateTrail'],
          seconds: 9,
          deliverySeen: delivered.time,
          recordId: REPAIRED.id,
        },
      },
    ]);
    expect(compliantSince).toEqual({ known: true, value: { time: REPAIRED.time, isAtLeast: false } });
  });

  test('without an event begins when it was found, and says when the trail was last seen compliant', () => {
    const good = logged(audit, '2026-11-19T13:00:00.000Z');
    const found = logged(audit, '2026-11-19T14:00:00.000Z', {
      outcome: 'BLOCKED',
      reason: 'weakened',
      findings: NARROWED,
    });
    const [incident] = trailWith([good, found]).incidents;
    expect(incident).toMatchObject({ began: found.time, lastCompliant: good.time, kind: 'weakened', calls: [] });
  });

  test('that others repaired names their call, and not trailmend', () => {
    const blocked = logged(audit, '2026-11-19T14:03:20.000Z', {
      outcome: 'BLOCKED',
      reason: 'bucket-policy',
      findings: NOT_SET,
      remaining: NOT_SET,
      trigger: BLANKED,
    });
    const mended = logged(audit, '2026-11-19T16:03:12.000Z', {
      trigger: callBy('dana', { eventTime: '2026-11-19T16:03:00Z' }),
    });
    const { incidents, compliantSince } = trailWith([blocked, mended]);
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({
      calls: [{ caller: { name: expect.stringMatching(/sam$/) } }],
      repaired: {
        by: 'others',
        operations: [],
        seconds: 7200,
        call: { caller: { name: expect.stringMatching(/dana$/) } },
      },
    });
    expect(compliantSince).toEqual({ known: true, value: { time: mended.time, isAtLeast: true } });
  });

  test('collects what breaks the trail further until it is repaired', () => {
    const first = logged(audit, '2026-11-19T14:03:20.000Z', {
      outcome: 'BLOCKED',
      findings: NOT_SET,
      remaining: NOT_SET,
      trigger: BLANKED,
    });
    const stop = callBy('dana', { eventTime: '2026-11-19T14:05:00Z', eventName: 'StopLogging', tampering: 'stopped' });
    const second = logged(audit, '2026-11-19T14:05:09.000Z', {
      ...repairedBy('StartLogging', [...NOT_SET, ...STOPPED]),
      trigger: stop,
    });
    const { incidents } = trailWith([first, second]);
    expect(incidents).toHaveLength(1);
    expect(incidents[0]?.calls.map(({ eventName }) => eventName)).toEqual(['UpdateTrail', 'StopLogging']);
    expect(incidents[0]?.rules).toEqual(['log-group-not-set', 'role-not-set', 'not-logging']);
  });

  test('that the report itself finds is open', () => {
    const { incidents, verdict } = trailWith([logged(audit, '2026-11-20T08:00:00.000Z')], {
      outcome: 'WOULD_FIX',
      findings: NOT_SET,
      remaining: NOT_SET,
    });
    expect(incidents).toMatchObject([{ began: NOW, lastCompliant: '2026-11-20T08:00:00.000Z' }]);
    expect({ verdict, repaired: incidents[0]?.repaired }).toEqual({ verdict: 'not-compliant', repaired: undefined });
  });

  test.each<[string, Partial<OutcomeRecord>]>([
    [
      'a late delivery that no second look confirmed',
      { outcome: 'SKIPPED', reason: 'awaiting-second-look', findings: STOPPED },
    ],
    [
      'a recommendation',
      { findings: [{ rule: 'not-encrypted', verdict: 'advised', evidence: { source: '', saw: '' } }] },
    ],
    [
      'a fact that nobody read',
      {
        outcome: 'FAILED',
        findings: [{ rule: 'role-trust', verdict: 'undecided', evidence: { source: '', saw: '' } }],
      },
    ],
  ])('is not %s', (_what, changes) => {
    expect(trailWith([logged(audit, '2026-11-19T14:00:00.000Z', changes)]).incidents).toEqual([]);
  });

  test.each(['AddTags', 'StartLogging'])('never names the caller of %s', (eventName) => {
    const trigger = callBy('sam', { eventTime: '2026-11-19T14:00:00Z', eventName });
    const found = logged(audit, '2026-11-19T14:00:09.000Z', { ...repairedBy('UpdateTrail', NOT_SET), trigger });
    expect(trailWith([found]).incidents).toMatchObject([{ began: found.time, calls: [] }]);
  });

  test('never names the caller of an event that AWS does not bear out', () => {
    const unconfirmed = 'GetTrail returns a log group and a role';
    const record = logged(audit, '2026-11-19T14:03:21.000Z', { trigger: BLANKED, unconfirmed });
    const { incidents, otherCalls } = trailWith([record]);
    expect(incidents).toEqual([]);
    expect(otherCalls).toMatchObject([{ result: 'without-effect', detail: unconfirmed }]);
  });

  test('is counted once, although a retry of the function logged its record again', () => {
    expect(trailWith([REPAIRED, REPAIRED]).incidents).toHaveLength(1);
  });
});

test('a trail is not watched while more than a day passes without a judgement', () => {
  const times = ['2026-11-16T09:00:00.000Z', '2026-11-17T09:01:00.000Z', '2026-11-18T12:00:00.000Z'];
  const failed = logged(audit, '2026-11-18T09:00:00.000Z', { outcome: 'FAILED', reason: 'aws-error' });
  expect(
    trailWith([...times.slice(0, 2).map((time) => logged(audit, time)), failed, logged(audit, times[2] ?? '')]).watched,
  ).toEqual([
    { from: times[0], to: times[1] },
    { from: times[2], to: times[2] },
    { from: NOW, to: NOW },
  ]);
});

test('a denied call and a changed tag are no incidents, and are listed', () => {
  const denied = callBy('mallory', {
    eventTime: '2026-11-19T14:00:00Z',
    eventName: 'DeleteTrail',
    tampering: 'denied-attempt',
    errorCode: 'AccessDenied',
  });
  const excluded = callBy('dana', {
    eventTime: '2026-11-19T15:00:00Z',
    eventName: 'AddTags',
    tampering: 'exclusion-changed',
  });
  const records = [denied, excluded].map((trigger) =>
    logged(audit, `${trigger.eventTime.slice(0, -1)}.500Z`, { trigger }),
  );
  const { incidents, otherCalls } = trailWith(records);
  expect(incidents).toEqual([]);
  expect(otherCalls.map(({ result }) => result)).toEqual(['denied', 'tag-changed']);
});

describe('since when a trail is compliant', () => {
  /** The ledger knows the trail compliant for longer than the log. */
  const last = {
    outcome: 'COMPLIANT',
    reason: 'nothing-to-do',
    time: '2026-05-01T00:00:00.000Z',
    recordId: '',
  } as const;

  test('is at least since the first record, or since the ledger knows it', () => {
    const record = logged(audit, '2026-11-19T14:00:00.000Z');
    const since = (memory?: TrailMemory) => trailWith([record], {}, memory).compliantSince;
    expect(since()).toEqual({ known: true, value: { time: record.time, isAtLeast: true } });
    expect(since({ ...NO_MEMORY, last })).toEqual({ known: true, value: { time: last.time, isAtLeast: true } });
    const bad = { ...last, outcome: 'BLOCKED' } as const;
    expect(since({ ...NO_MEMORY, last: bad })).toEqual({ known: true, value: { time: record.time, isAtLeast: true } });
  });

  test('begins again after a time in which nobody judged the trail', () => {
    const times = ['2026-11-15T09:00:00.000Z', '2026-11-19T14:00:00.000Z', '2026-11-20T08:00:00.000Z'];
    const records = times.map((time) => logged(audit, time));
    expect(trailWith(records).compliantSince).toEqual({ known: true, value: { time: times[1], isAtLeast: true } });
    expect(trailWith(records.slice(0, 1)).compliantSince).toMatchObject({
      known: false,
      why: expect.stringContaining('day before'),
    });
    expect(trailWith([]).compliantSince).toMatchObject({
      known: false,
      why: expect.stringContaining('not judged the trail before'),
    });
  });

  test('never counts a time in which the trail was excluded', () => {
    const excluded = logged(audit, '2026-11-19T14:00:00.000Z', { outcome: 'SKIPPED', reason: 'excluded-by-tag' });
    const good = logged(audit, '2026-11-20T08:00:00.000Z');
    const { compliantSince } = trailWith([excluded, good], {}, { ...NO_MEMORY, last });
    expect(compliantSince).toEqual({ known: true, value: { time: good.time, isAtLeast: true } });
  });

  test('is not known without a stack', () => {
    const [trail] = withoutHistory({}).trails;
    expect(trail).toMatchObject({ compliantSince: { known: false, why: 'no deployed stack' }, incidents: [] });
    expect(trail?.watched).toEqual([]);
  });
});

describe('the verdict', () => {
  const [good, bad, outside] = [COLLECTED.trails.slice(0, 1), COLLECTED.trails.slice(2, 3), COLLECTED.trails.slice(3)];
  const failed = [lookedAt(subjectOf('unread'), { outcome: 'FAILED', reason: 'aws-error' })];
  const finding: OutcomeRecord = {
    ...logged(audit, NOW, { outcome: 'BLOCKED', reason: 'not-covered' }),
    subject: { kind: 'account', account: audit.account },
  };
  test.each<[string, Partial<Collected>, string]>([
    ['compliant trails', { trails: [...good, ...outside] }, 'compliant'],
    ['a trail that needs action', { trails: [...good, ...bad] }, 'not-compliant'],
    ['a trail that could not be judged', { trails: [...good, ...failed] }, 'undecided'],
    ['an open finding about the account', { trails: good, others: [finding] }, 'not-compliant'],
    ['no trail in scope', { trails: outside }, 'undecided'],
  ])('of %s', (_what, changes, verdict) => {
    expect(withoutHistory(changes).verdict).toBe(verdict);
  });
});

test('the summary has the mean and the worst time to repair, and what is open', () => {
  expect(madeEvidence().summary).toEqual({
    trails: 4,
    compliant: 2,
    notCompliant: 1,
    undecided: 0,
    outOfScope: 1,
    delivering: 2,
    incidents: 5,
    openIncidents: 2,
    deniedCalls: 1,
    meanSecondsToRepair: (9 + 7 + 95_400) / 3,
    worstSecondsToRepair: 95_400,
  });
});

test('a deleted trail stays in the report, with who deleted it', () => {
  const gone = madeEvidence().trails.find(({ verdict }) => verdict === 'deleted');
  expect(gone).toMatchObject({
    name: 'project-x',
    incidents: [{ kind: 'deleted', calls: [{ eventName: 'DeleteTrail' }] }],
  });
  expect(madeEvidence({ regions: ['eu-west-1'] }).trails.map(({ verdict }) => verdict)).not.toContain('deleted');
});

describe('the tests of the tools', () => {
  const results = (facts: Parameters<typeof lookedAt>[2], findings: OutcomeRecord['remaining'] = []) => {
    const [trail] = withoutHistory({ trails: [lookedAt(audit, { remaining: findings }, facts)] }).trails;
    return Object.fromEntries((trail?.checks ?? []).map(({ tool, result }) => [tool, result]));
  };

  test('differ where a trail names a log group and delivers nothing', () => {
    const status = read({
      isLogging: true,
      latestLogsDelivery: '2026-11-18T09:00:00.000Z',
      latestDelivery: '2026-11-20T08:58:00.000Z',
    });
    expect(results({ status })).toMatchObject({
      'AWS Config': 'pass',
      'AWS Security Hub': 'pass',
      Powerpipe: 'pass',
      Prowler: 'fail',
      'CIS AWS Foundations': 'fail',
      Checkov: 'not-tested',
    });
  });

  test('fail without a role only where they look at it', () => {
    expect(results({ trail: read({ ...PERFECT_TRAIL, roleArn: '' }) }, NOT_SET.slice(1))).toMatchObject({
      Trivy: 'pass',
      KICS: 'fail',
      'compliance.tf': 'fail',
    });
  });

  test('pass nothing that nobody read', () => {
    const why = unread('denied');
    const found = results({ trail: why, status: why }, [
      { rule: 'log-group-not-set', verdict: 'undecided', evidence: { source: 'GetTrail', saw: 'denied' } },
    ]);
    expect(new Set(Object.values(found))).toEqual(new Set(['unknown', 'not-tested']));
  });
});
