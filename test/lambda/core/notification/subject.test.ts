import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { RuleId } from '../../../../lambda/core/model/rule-catalog.ts';
import { trailSubject } from '../../../../lambda/core/model/subject.ts';
import type { CallTrigger } from '../../../../lambda/core/model/trigger.ts';
import { messageFor } from '../../../../lambda/core/notification/message-for.ts';
import { ID, NOW, recordWith, triggerWith } from '../../../support/perfect-trail.ts';

const SWEEP = { kind: 'sweep', time: NOW } as const;
const found = (rule: RuleId, verdict: Finding['verdict'] = 'violated'): Finding => {
  return { rule, verdict, evidence: { source: 'GetTrail', saw: 'it' } };
};
const open = (...rules: readonly RuleId[]) => {
  const findings = rules.map((rule) => found(rule));
  return { findings, remaining: findings };
};
const repaired = (...rules: readonly RuleId[]) =>
  ({ outcome: 'FIXED', reason: 'repaired', findings: rules.map((rule) => found(rule)) }) as const;
const ACCEPTED = { remaining: [found('key-changed', 'advised')] };
const tampered = (tampering: NonNullable<CallTrigger['tampering']>, eventName = 'UpdateTrail') => ({
  trigger: triggerWith({ tampering, eventName }),
});
const subjectOf = (changes: Partial<OutcomeRecord>) => messageFor(recordWith(changes)).subject;

describe('the subject after tampering', () => {
  test.each<[string, Partial<OutcomeRecord>]>([
    ['REPAIRED: logging stopped on TRAIL by dana', { ...tampered('stopped'), ...repaired('not-logging') }],
    ['REPAIRED: CloudWatch Logs delivery removed from TRAIL by dana', { ...tampered('blanked'), ...repaired() }],
    ['REPAIRED: CloudWatch Logs delivery removed from TRAIL by dana', tampered('blanked')],
    ['ACTION NEEDED: logging stopped on TRAIL by dana', { ...tampered('stopped'), outcome: 'BLOCKED' }],
    ['ACTION NEEDED: logging stopped on TRAIL by dana', { ...tampered('stopped'), outcome: 'FAILED' }],
    [
      'ACTION NEEDED: logging stopped on TRAIL by dana',
      { ...tampered('stopped'), outcome: 'SKIPPED', reason: 'excluded-by-parameter' },
    ],
    [
      'ACTION NEEDED: logging stopped on TRAIL by dana',
      { ...tampered('stopped'), outcome: 'SKIPPED', reason: 'another-run' },
    ],
    ['DRY RUN: logging stopped on TRAIL by dana', { ...tampered('stopped'), outcome: 'WOULD_FIX' }],
    [
      'ACTION NEEDED: deletion of TRAIL by dana',
      { ...tampered('deleted'), outcome: 'SKIPPED', reason: 'trail-deleted' },
    ],
    ['ACTION NEEDED: log group deleted for TRAIL by dana', { ...tampered('log-group-deleted'), ...repaired() }],
    ['ACTION NEEDED: log group deleted for TRAIL by dana', { ...tampered('log-group-deleted'), outcome: 'WOULD_FIX' }],
    ['ACTION NEEDED: deletion of TRAIL by dana', { ...tampered('deleted'), ...repaired() }],
    ['ACTION NEEDED: log stream deleted for TRAIL by dana', { ...tampered('log-stream-deleted'), ...repaired() }],
    [
      'ACTION NEEDED: tag removed from the log group of TRAIL by dana',
      { ...tampered('log-group-untagged'), ...repaired() },
    ],
    ['INFO: weaker settings accepted on TRAIL by dana', { ...tampered('accept-tag', 'AddTags'), ...ACCEPTED }],
    ['INFO: tag trailmend:accept accepts nothing on TRAIL by dana', tampered('accept-tag', 'AddTags')],
    [
      'ACTION NEEDED: tag trailmend:accept does not match on TRAIL by dana',
      { ...tampered('accept-tag', 'AddTags'), outcome: 'BLOCKED', reason: 'weakened', ...open('key-changed') },
    ],
    [
      'ATTEMPT DENIED: StopLogging on TRAIL by dana',
      { ...tampered('denied-attempt', 'StopLogging'), outcome: 'SKIPPED', reason: 'attempt-denied' },
    ],
  ])('%s (%#)', (subject, changes) => {
    expect(subjectOf(changes)).toBe(subject.replace('TRAIL', 'trail audit (us-east-1)'));
  });
});

describe('the subject after a change of the exclusion', () => {
  const changed = tampered('exclusion-changed', 'AddTags');
  test.each<[string, Partial<OutcomeRecord>]>([
    ['ACTION NEEDED: trailmend switched off for TRAIL by dana', { outcome: 'SKIPPED', reason: 'excluded-by-tag' }],
    ['INFO: tag trailmend:exclude changed on TRAIL by dana', { outcome: 'SKIPPED', reason: 'excluded-by-parameter' }],
    ['INFO: tag trailmend:exclude changed on TRAIL by dana', {}],
    [
      'ACTION NEEDED: tag trailmend:exclude not understood on TRAIL by dana',
      { outcome: 'BLOCKED', reason: 'exclusion-not-understood' },
    ],
    ['REPAIRED: logging is off on TRAIL, tagged by dana', repaired('not-logging')],
    [
      'INFO: tag trailmend:exclude changed on TRAIL by dana',
      { outcome: 'SKIPPED', reason: 'excluded-by-parameter', exclusion: { now: 'true' } },
    ],
    [
      'UNCONFIRMED: tag trailmend:exclude changed on TRAIL by dana',
      { outcome: 'SKIPPED', reason: 'excluded-by-tag', unconfirmed: 'ListTags returns the tag' },
    ],
  ])('%s (%#)', (subject, changes) => {
    expect(subjectOf({ ...changed, ...changes })).toBe(subject.replace('TRAIL', 'trail audit (us-east-1)'));
  });
});

describe('the subject about what trailmend found', () => {
  const cases: readonly (readonly [string, Partial<OutcomeRecord>])[] = [
    ['REPAIRED: CloudWatch Logs delivery missing on TRAIL', repaired('not-logging', 'role-not-set')],
    ['REPAIRED: logging is off on TRAIL', repaired('not-logging', 'retention-short')],
    ['REPAIRED: metric filters missing on TRAIL', repaired('metric-filters')],
    ['REPAIRED: log retention too short on TRAIL', repaired('retention-unset')],
    ['ACTION NEEDED: CloudWatch Logs delivery missing on TRAIL', { outcome: 'FAILED', ...open('log-group-not-set') }],
    ['ACTION NEEDED: CloudWatch Logs delivery broken on TRAIL', { outcome: 'FAILED', ...open('log-group-class') }],
    ['ACTION NEEDED: CloudWatch Logs delivery broken on TRAIL', { outcome: 'BLOCKED', ...open('delivery-stale') }],
    ['DRY RUN: logging is off on TRAIL', { outcome: 'WOULD_FIX', ...open('not-logging') }],
    ['DRY RUN: metric filters missing on TRAIL', { outcome: 'WOULD_FIX', ...open('metric-filters') }],
    [
      'INFO: CloudWatch Logs delivery broken on TRAIL',
      { outcome: 'SKIPPED', reason: 'excluded-by-tag', ...open('role-missing') },
    ],
    ['INFO: log retention too short on TRAIL', { outcome: 'SKIPPED', reason: 'paused', ...open('retention-short') }],
    [
      'ACTION NEEDED: CloudWatch Logs delivery broken on TRAIL',
      { outcome: 'SKIPPED', reason: 'control-tower', ...open('role-missing') },
    ],
    ['ACTION NEEDED: log group changed on TRAIL', open('target-changed')],
    [
      'ACTION NEEDED: log group changed on TRAIL',
      { outcome: 'SKIPPED', reason: 'excluded-by-tag', ...open('target-changed') },
    ],
    [
      'ACTION NEEDED: log group changed on TRAIL',
      { ...repaired('role-missing'), remaining: [found('target-changed')] },
    ],
    [
      'ACTION NEEDED: exclusion not understood for TRAIL',
      { outcome: 'BLOCKED', reason: 'exclusion-not-understood', ...open('not-logging') },
    ],
    [
      'ACTION NEEDED: CloudWatch Logs delivery unconfirmed for TRAIL',
      { outcome: 'BLOCKED', reason: 'undecided', remaining: [found('role-trust', 'undecided')] },
    ],
    [
      'ACTION NEEDED: could not read TRAIL',
      { outcome: 'FAILED', reason: 'unread-fact', remaining: [found('role-not-set', 'undecided')] },
    ],
    [
      'INFO: CloudWatch Logs delivery verified for TRAIL',
      { outcome: 'VERIFIED', reason: 'delivered', ...open('role-not-set') },
    ],
    [
      'ACTION NEEDED: CloudWatch Logs delivery still failing for TRAIL',
      { outcome: 'FAILED', reason: 'not-delivered', ...open('role-not-set') },
    ],
    ['INFO: findings resolved on TRAIL', { remaining: [found('not-encrypted')] }],
    ['ACTION NEEDED: check of TRAIL', { outcome: 'SKIPPED', reason: 'shadow-trail' }],
    ['ACTION NEEDED: check of TRAIL', { outcome: 'FAILED', reason: 'aws-error' }],
    ['INFO: findings resolved on TRAIL', { outcome: 'SKIPPED', reason: 'excluded-by-tag' }],
    ['ACTION NEEDED: deletion of TRAIL', { outcome: 'SKIPPED', reason: 'trail-deleted' }],
    [
      'ACTION NEEDED: trailmend switched off for TRAIL',
      { outcome: 'SKIPPED', reason: 'excluded-by-tag', exclusion: { now: 'true' } },
    ],
    ['INFO: exclusion ended for TRAIL', { exclusion: { was: 'true' } }],
    ['ACTION NEEDED: recording interrupted on TRAIL', open('logging-gap')],
    [
      'INFO: CloudWatch Logs delivery late for TRAIL',
      { outcome: 'SKIPPED', reason: 'awaiting-second-look', ...open('delivery-stale') },
    ],
    [
      'ACTION NEEDED: CloudWatch Logs delivery late for TRAIL',
      { outcome: 'BLOCKED', reason: 'late-delivery', ...open('delivery-stale') },
    ],
    ['INFO: weaker settings accepted on TRAIL', ACCEPTED],
    ['INFO: event too large for CloudWatch Logs on TRAIL', { remaining: [found('delivery-error', 'advised')] }],
  ];
  test.each(cases)('in a sweep: %s (%#)', (subject, changes) => {
    expect(subjectOf({ ...changes, trigger: SWEEP })).toBe(subject.replace('TRAIL', 'trail audit (us-east-1)'));
  });

  test.each([
    ['UpdateTrail', 'changed'],
    ['PutEventSelectors', 'changed'],
    ['CreateTrail', 'created'],
    ['StartLogging', 'started'],
    ['AddTags', 'tagged'],
    ['RemoveTags', 'tagged'],
  ])('after %s names the caller, without an accusation', (eventName, deed) => {
    expect(subjectOf({ ...repaired('role-missing'), trigger: triggerWith({ eventName }) })).toBe(
      `REPAIRED: CloudWatch Logs delivery broken on trail audit (us-east-1), ${deed} by dana`,
    );
  });

  test('names what trailmend repaired if AWS does not confirm the call', () => {
    const unconfirmed = 'GetTrailStatus reports that the trail logs';
    expect(
      subjectOf({ ...tampered('log-group-deleted', 'DeleteLogGroup'), unconfirmed, ...repaired('not-logging') }),
    ).toBe('REPAIRED: logging is off on trail audit (us-east-1), changed by dana');
  });

  test('names the caller that changed the log group', () => {
    const changed = 'ACTION NEEDED: log group changed on trail audit (us-east-1)';
    expect(subjectOf(open('target-changed'))).toBe(`${changed} by dana`);
    const started = triggerWith({ eventName: 'StartLogging' });
    expect(subjectOf({ ...open('target-changed'), trigger: started })).toBe(`${changed}, started by dana`);
  });
});

describe('names in a subject', () => {
  const removed = { ...tampered('blanked'), ...repaired() };
  const FACT = 'REPAIRED: CloudWatch Logs delivery removed from trail ';
  const named = (name: string, actor: string, region = ID.region) => {
    const trigger = triggerWith({ tampering: 'blanked', actor: { type: 'IAMUser', name: actor } });
    return subjectOf({ ...removed, trigger, subject: { ...trailSubject(ID), name, region } });
  };

  test.each([
    ['arn:aws:iam::111122223333:user/teams/ops/dana', 'dana'],
    ['arn:aws:sts::111122223333:assumed-role/Deployer/ci-4711', 'Deployer/ci-4711'],
    ['arn:aws:iam::111122223333:root', 'root'],
    ['arn:aws-us-gov:sts::111122223333:federated-user/dana', 'dana'],
    ['config.amazonaws.com', 'config.amazonaws.com'],
    ['arn:aws:iam::111122223333:server/role/x', 'server/role/x'],
    ['arn:aws:ec2:us-east-1:111122223333:instance/i-1', 'instance/i-1'],
    ['not:arn:aws:iam::1:user/x', 'not:arn:aws:iam::1:user/x'],
    ['dana (INFO: all is well)', 'dana??INFO:?all?is?well?'],
    ['dàna\r\nBcc: x', 'd?na??Bcc:?x'],
  ])('the actor %j is %s', (actor, short) => {
    expect(named('abc', actor)).toBe(`${FACT}abc (us-east-1) by ${short}`);
  });

  test('a user of IAM Identity Center has the name of the session, which AWS sets', () => {
    const issuer = 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123';
    const name = 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123/dana@example.com';
    const trigger = triggerWith({ tampering: 'blanked', actor: { type: 'AssumedRole', name, issuer } });
    expect(subjectOf({ ...removed, trigger })).toBe(`${FACT}audit (us-east-1) by dana@example.com`);
  });

  test('that are long are truncated, and both are visible', () => {
    const [trail, actor] = [`${'t'.repeat(127)}z`, `arn:aws:iam::111122223333:user/${'a'.repeat(64)}`];
    expect(named(trail, 'dana')).toBe(`${FACT}${'t'.repeat(23)}.. (us-east-1) by dana`);
    expect(named('abc', actor)).toBe(`${FACT}abc (us-east-1) by ${'a'.repeat(24)}..`);
    expect(named(trail, actor)).toBe(`${FACT}${'t'.repeat(12)}.. (us-east-1) by ${'a'.repeat(13)}..`);
    expect(named(trail, actor, 'r'.repeat(40))).toHaveLength(99);
  });

  test('of a trail that a sweep checked have the room of the actor', () => {
    const missing = (name: string) =>
      subjectOf({ ...repaired('role-not-set'), trigger: SWEEP, subject: { ...trailSubject(ID), name } });
    const start = 'REPAIRED: CloudWatch Logs delivery missing on trail ';
    expect(missing('t'.repeat(128))).toBe(`${start}${'t'.repeat(33)}.. (us-east-1)`);
    expect(missing('t'.repeat(35))).toBe(`${start}${'t'.repeat(35)} (us-east-1)`);
  });
});

describe('the subject of the next message about repeated calls', () => {
  const calls = (actor: string, denied = false) => ({
    eventName: 'StopLogging',
    actor,
    count: 9,
    first: NOW,
    last: NOW,
    denied,
  });
  const DANA = `arn:aws:iam::${ID.account}:user/dana`;
  test.each<[string, Partial<OutcomeRecord>]>([
    ['REPAIRED: 9 repeated calls against TRAIL by dana', { repeats: [calls(DANA)] }],
    ['REPAIRED: 18 repeated calls against TRAIL', { repeats: [calls(DANA), calls('erin')] }],
    ['ATTEMPT DENIED: 9 repeated calls against TRAIL by dana', { repeats: [calls(DANA, true)] }],
    ['REPAIRED: 18 repeated calls against TRAIL by dana', { repeats: [calls(DANA, true), calls(DANA)] }],
    [
      'ACTION NEEDED: 9 repeated calls against TRAIL by dana',
      { outcome: 'SKIPPED', reason: 'excluded-by-tag', repeats: [calls(DANA)] },
    ],
    [
      'ACTION NEEDED: logging is off on TRAIL by dana',
      { outcome: 'BLOCKED', ...open('not-logging'), repeats: [calls(DANA)] },
    ],
    ['REPAIRED: 9 repeated calls against TRAIL by dana', { outcome: 'VERIFIED', repeats: [calls(DANA)] }],
    [
      'REPAIRED: 9 repeated calls against TRAIL by dana',
      { outcome: 'VERIFIED', ...open('delivery-stale'), repeats: [calls(DANA)] },
    ],
    [
      'REPAIRED: 9 repeated calls against TRAIL by dana',
      { outcome: 'FIXED', reason: 'awaiting-delivery', ...open('delivery-stale'), repeats: [calls(DANA)] },
    ],
  ])('%s (%#)', (subject, changes) => {
    const sweep = { ...changes, trigger: SWEEP };
    expect(subjectOf(sweep)).toBe(subject.replace('TRAIL', 'trail audit (us-east-1)'));
  });

  test('after another call is about that call', () => {
    expect(subjectOf({ ...tampered('stopped'), ...repaired('not-logging'), repeats: [calls('erin')] })).toBe(
      'REPAIRED: logging stopped on trail audit (us-east-1) by dana',
    );
  });
});
