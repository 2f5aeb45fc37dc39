import { describe, expect, test } from '@jest/globals';
import { type OutcomeRecord, outcomeRecordSchema } from '../../../../lambda/core/model/outcome.ts';
import { OUTCOME_REASONS } from '../../../../lambda/core/model/reason.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { ID, NOW, recordWith, triggerWith } from '../../../support/perfect-trail.ts';

const prepared = { needs: ['CreateRole'], repairs: ['not-logging', 'role-not-set'] } as const;
const Tags = [{ Key: 'k', Value: 'v' }];
const STEPS: readonly Step[] = [
  { operation: 'StartLogging', input: { Name: ID.arn }, ...prepared },
  { operation: 'CreateLogGroup', input: { logGroupName: 'g', kmsKeyId: 'k', tags: { a: 'b' } }, ...prepared },
  { operation: 'PutRetentionPolicy', input: { logGroupName: 'g', retentionInDays: 365 }, ...prepared },
  {
    operation: 'PutMetricFilter',
    input: {
      logGroupName: 'g',
      filterName: 'f',
      filterPattern: 'p',
      metricTransformations: [{ metricName: 'm', metricNamespace: 'n', metricValue: '1' }],
    },
    ...prepared,
  },
  {
    operation: 'CreateRole',
    input: {
      RoleName: 'r',
      Path: '/',
      Description: 'd',
      AssumeRolePolicyDocument: '{}',
      PermissionsBoundary: 'b',
      Tags,
    },
    ...prepared,
  },
  { operation: 'PutRolePolicy', input: { RoleName: 'r', PolicyName: 'p', PolicyDocument: '{}' }, ...prepared },
  {
    operation: 'UpdateTrail',
    input: { Name: ID.arn, CloudWatchLogsLogGroupArn: 'g', CloudWatchLogsRoleArn: 'r' },
    ...prepared,
    fromLedger: true,
  },
];
const FINDING = { rule: 'not-logging', verdict: 'violated', evidence: { source: 'AWS', saw: 'it' } } as const;
const STATE = { logGroupArn: 'g', roleArn: 'r', isLogging: 'unread' } as const;
const ERROR = { operation: 'StartLogging', code: 'X', message: 'no', requestId: 'r-1' };

/** A record that has every property. */
const FULL: OutcomeRecord = recordWith({
  trigger: triggerWith({
    tampering: 'stopped',
    errorCode: 'AccessDenied',
    logGroupArn: 'g',
    actor: { type: 'AssumedRole', name: 'dana', sourceIp: '198.51.100.7', issuer: 'role', tool: 'Terraform' },
  }),
  unconfirmed: 'GetTrail returns the trail',
  stage: 'apply',
  whoCanAct: 'the owner',
  findings: [FINDING],
  remaining: [FINDING],
  plan: { steps: STEPS, refused: [{ rule: 'not-logging', reason: 'cost', detail: 'd', whoCanAct: 'w' }] },
  applied: STEPS.map((step) => ({ step, result: 'failed', attempts: 2, requestId: 'r-1', error: ERROR })),
  before: STATE,
  after: { ...STATE, isLogging: true },
  restore: ['aws'],
  accept: { value: '0123abcd', found: 'old' },
  repeats: [{ eventName: 'X', actor: 'dana', count: 1, first: NOW, last: NOW, denied: true, examples: ['audit'] }],
  recurrence: { count: 3, since: NOW, by: ['dana'] },
  exclusion: { was: 'true', now: '2026-12-31' },
  queueUrl: 'https://queue',
  fromLedger: true,
  lastOfHour: 'the last',
  ledgerError: 'denied',
  cut: ['applied'],
});
const isValid = (changes: object) => outcomeRecordSchema.safeParse({ ...FULL, ...changes }).success;

test('a record keeps all that it has when a reader parses it', () => {
  expect(outcomeRecordSchema.parse(FULL)).toEqual(FULL);
});

test.each([
  { kind: 'trail', arn: ID.arn, name: 'audit', region: 'us-east-1', account: ID.account },
  { kind: 'region', region: 'eu-west-3', account: ID.account },
  { kind: 'account', account: ID.account },
])('so does one about a subject of the kind $kind', (subject) => {
  expect(outcomeRecordSchema.parse({ ...FULL, subject }).subject).toEqual(subject);
});

test('so does one of a sweep', () => {
  const trigger = { kind: 'sweep', time: NOW };
  expect(outcomeRecordSchema.parse({ ...FULL, trigger }).trigger).toEqual(trigger);
});

describe('the words of a record are a contract with its readers', () => {
  test.each([
    ['outcome', ['COMPLIANT', 'WOULD_FIX', 'FIXED', 'VERIFIED', 'SKIPPED', 'BLOCKED', 'FAILED']],
    ['mode', ['fix', 'dry-run']],
    ['stage', ['observe', 'apply', 'read-back', 'delivery']],
  ])('%s', (name, words) => {
    for (const word of words) expect(isValid({ [name]: word })).toBe(true);
    expect(isValid({ [name]: 'another' })).toBe(false);
  });

  test.each([
    'stopped',
    'accept-tag',
    'deleted',
    'blanked',
    'log-group-deleted',
    'log-stream-deleted',
    'log-group-untagged',
    'denied-attempt',
    'exclusion-changed',
  ])('tampering: %s', (tampering) => expect(isValid({ trigger: { ...FULL.trigger, tampering } })).toBe(true));

  test.each(['done', 'failed', 'outdated', 'not-attempted'])('the result of a call: %s', (result) => {
    expect(isValid({ applied: FULL.applied.map((one) => ({ ...one, result })) })).toBe(true);
  });

  test.each(['violated', 'undecided', 'advised'])('a verdict: %s', (verdict) => {
    expect(isValid({ findings: [{ ...FINDING, verdict }] })).toBe(true);
  });

  test.each(['no-trail', 'region-not-recorded', 'no-multi-region-trail', 'trail-not-judged'])(
    'a rule about the account: %s',
    (rule) => expect(isValid({ findings: [{ ...FINDING, rule }] })).toBe(true),
  );

  test('reasons', () => {
    expect([...OUTCOME_REASONS].toSorted()).toEqual([
      'access-denied',
      'another-run',
      'attempt-denied',
      'awaiting-delivery',
      'awaiting-second-look',
      'aws-error',
      'bucket',
      'bucket-policy',
      'control-tower',
      'cost',
      'delegated-administrator',
      'delivered',
      'delivery-error',
      'dry-run',
      'excluded-by-parameter',
      'excluded-by-tag',
      'exclusion-not-understood',
      'group-outside-prefix',
      'kms',
      'kms',
      'kms-key-elsewhere',
      'late-delivery',
      'ledger-entries',
      'log-group-name',
      'messages-withheld',
      'names-taken',
      'nobody-subscribed',
      'not-covered',
      'not-delivered',
      'not-forwarded',
      'not-judged',
      'not-listening',
      'not-seen-repaired',
      'nothing-to-change',
      'nothing-to-do',
      'organization',
      'organization-member',
      'organization-trail',
      'other-account',
      'out-of-scope',
      'paused',
      'queue-missing',
      'quota',
      'region',
      'region-closed',
      'repaired',
      'restart-not-allowed',
      'scp',
      'settings-changed',
      'shadow-trail',
      'topic',
      'trail-deleted',
      'trail-gone',
      'trail-just-made',
      'undecided',
      'unread-fact',
      'weakened',
    ]);
  });
});

test.each<[string, object]>([
  ['another version', { version: 1 }],
  ['a time in another format', { time: '20 November 2026' }],
  ['a time with something before it', { time: `at ${NOW}` }],
  ['a time with something behind it', { time: `${NOW} or so` }],
  ['a property that is undefined', { whoCanAct: undefined }],
  [
    'a call that trailmend does not make',
    { plan: { steps: [{ ...STEPS[0], operation: 'DeleteTrail' }], refused: [] } },
  ],
  ['a reason without a name', { reason: '' }],
  ['a mark of the ledger that is false', { fromLedger: false }],
])('a record with %s is not valid', (_what, changes) => expect(isValid(changes)).toBe(false));
