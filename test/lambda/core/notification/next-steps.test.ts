import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import type { AppliedStep, OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { trailSubject } from '../../../../lambda/core/model/subject.ts';
import type { CallTrigger } from '../../../../lambda/core/model/trigger.ts';
import {
  acceptOptions,
  costOptions,
  nextSteps,
  remainingSteps,
  repeatAdvice,
} from '../../../../lambda/core/notification/next-steps.ts';
import { ID, NOW, recordWith, TRIGGER, triggerWith } from '../../../support/perfect-trail.ts';

const SWEEP = { kind: 'sweep', time: NOW } as const;
const START: Step = { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: ['not-logging'] };
const MOVED: readonly Finding[] = [
  { rule: 'target-changed', verdict: 'violated', evidence: { source: 'GetTrail', saw: 'another' } },
];
const tampered = (tampering: NonNullable<CallTrigger['tampering']>) => ({ trigger: { ...TRIGGER, tampering } });

describe('what to do', () => {
  const ATTACK =
    'If arn:aws:iam::111122223333:user/dana was not authorized to do this, treat it as an attack: end its access first, or it can do it again.';
  const CHANGE = 'If nobody was authorized to do this, treat it as an attack.';
  const RETRY =
    'Lambda retries the event. If no retry succeeds, the event goes to the failure queue and an alarm notifies you.';
  const CHECKS = 'trailmend checks the trail again when it changes, and at each sweep.';
  const plan = { steps: [START], refused: [] };

  test.each<[string, Partial<OutcomeRecord>, readonly string[]]>([
    ['nothing', {}, ['No action required.']],
    ['nothing after a repair', { outcome: 'FIXED', reason: 'repaired' }, ['No action required.']],
    ['after tampering', tampered('stopped'), [ATTACK]],
    ['after tampering that was repaired', { ...tampered('stopped'), outcome: 'FIXED', reason: 'repaired' }, [ATTACK]],
    ['after tampering that changed the log group', { ...tampered('blanked'), remaining: MOVED }, [ATTACK]],
    ['when the caller changed the log group', { remaining: MOVED }, [ATTACK]],
    [
      'when the caller only tagged a weakened trail',
      { remaining: MOVED, trigger: triggerWith({ eventName: 'AddTags' }) },
      [CHANGE],
    ],
    [
      'when a sweep finds that the log group changed',
      { remaining: MOVED, trigger: SWEEP, outcome: 'BLOCKED', reason: 'weakened', whoCanAct: 'the owner' },
      [CHANGE, 'This needs action by the owner.', CHECKS],
    ],
    [
      'in a dry run',
      { outcome: 'WOULD_FIX', reason: 'dry-run', plan },
      ['Run the commands of the remaining repair, or deploy trailmend with Mode=fix.'],
    ],
    ['after a failure that followed an event', { outcome: 'FAILED' }, [RETRY]],
    ['after a failure of a sweep', { outcome: 'FAILED', trigger: SWEEP }, ['trailmend tries again at the next sweep.']],
    [
      'after a failed verification, which starts no other repair',
      { outcome: 'FAILED', reason: 'not-delivered', trigger: SWEEP, whoCanAct: 'an administrator' },
      ['trailmend checks the delivery again at the next sweep.', 'This needs action by an administrator.'],
    ],
    [
      'after a denied attempt, about which the trail needs nobody',
      { ...tampered('denied-attempt'), outcome: 'SKIPPED', reason: 'attempt-denied', whoCanAct: 'the person' },
      ['If arn:aws:iam::111122223333:user/dana was not authorized to do this, treat it as an attack.'],
    ],
    [
      'after tampering with a trail that another run repairs',
      { ...tampered('stopped'), outcome: 'SKIPPED', reason: 'another-run', whoCanAct: 'nobody: the other run' },
      [ATTACK],
    ],
    [
      'where no command remains',
      { outcome: 'BLOCKED', reason: 'cost', whoCanAct: 'the owner' },
      ['This needs action by the owner.', CHECKS],
    ],
    [
      'where commands remain',
      { outcome: 'BLOCKED', reason: 'scp', whoCanAct: 'the owner', plan },
      [
        'This needs action by the owner.',
        CHECKS,
        'The commands of the remaining repair make the other changes by hand.',
      ],
    ],
    ['for a skipped trail', { outcome: 'SKIPPED', whoCanAct: 'the owner' }, ['This needs action by the owner.']],
    [
      'while trailmend waits for a second look',
      { outcome: 'SKIPPED', reason: 'awaiting-second-look', whoCanAct: 'nobody yet' },
      ['No action required.'],
    ],
    [
      'when the trail is gone after tampering',
      { ...tampered('stopped'), outcome: 'SKIPPED', reason: 'trail-gone', whoCanAct: 'nobody' },
      [ATTACK],
    ],
  ])('%s', (_name, changes, lines) => expect(nextSteps(recordWith(changes))).toEqual(lines));
});

describe('the remaining steps', () => {
  const filter = (filterName: string): Step => ({
    operation: 'PutMetricFilter',
    input: { logGroupName: 'group', filterName, filterPattern: '{}', metricTransformations: [] },
    needs: [],
    repairs: ['metric-filters'],
  });
  const attempt = (step: Step, result: AppliedStep['result']): AppliedStep => ({ step, result, attempts: 1 });
  const steps = [START, filter('one'), filter('two')];

  test('are all of the plan where none was done', () => {
    const plan = { steps, refused: [] };
    expect(remainingSteps(recordWith({ outcome: 'FAILED', plan }))).toEqual(steps);
    const applied = [
      attempt(START, 'failed'),
      attempt(filter('one'), 'not-attempted'),
      attempt(filter('two'), 'outdated'),
    ];
    expect(remainingSteps(recordWith({ outcome: 'FAILED', plan, applied }))).toEqual(steps);
  });

  test('are those that were not done, in their order; each metric filter is a step of its own', () => {
    const applied = [attempt(filter('one'), 'done')];
    expect(remainingSteps(recordWith({ outcome: 'FAILED', plan: { steps, refused: [] }, applied }))).toEqual([
      START,
      filter('two'),
    ]);
  });

  test('do not include a step that succeeded in another round', () => {
    const applied = [attempt(START, 'failed'), attempt(START, 'done')];
    expect(remainingSteps(recordWith({ outcome: 'FAILED', plan: { steps: [START], refused: [] }, applied }))).toEqual(
      [],
    );
  });
});

test('the remaining steps of a dry run are its plan', () => {
  expect(remainingSteps(recordWith({ outcome: 'WOULD_FIX', plan: { steps: [START], refused: [] } }))).toEqual([START]);
});

test('without repeated calls, nobody has to be examined', () => {
  expect(repeatAdvice({})).toEqual([]);
});

test('a denied call that was repeated undid no repair', () => {
  const denied = { eventName: 'StopLogging', actor: 'dana', count: 9, first: NOW, last: NOW, denied: true };
  expect(repeatAdvice({ repeats: [denied] })).toEqual([
    'If dana was not authorized to do this, treat it as an attack.',
  ]);
});

test('a weakening can be accepted with the value of the record, and another value is named', () => {
  const command = `aws cloudtrail add-tags --resource-id ${ID.arn} --tags-list Key=trailmend:accept,Value=0123abcd --region us-east-1`;
  expect(acceptOptions(trailSubject(ID), recordWith({}))).toEqual([]);
  expect(acceptOptions(trailSubject(ID), recordWith({ accept: { value: '0123abcd' } }))).toEqual([command]);
  expect(acceptOptions(trailSubject(ID), recordWith({ accept: { value: '0123abcd', found: 'a b' } }))).toEqual([
    'The tag trailmend:accept of the trail has another value: "a b"',
    command,
  ]);
});

test.each(['FIXED', 'COMPLIANT', 'VERIFIED', 'SKIPPED'] as const)(
  'nothing remains where the trail is %s',
  (outcome) => {
    expect(remainingSteps(recordWith({ outcome, plan: { steps: [START], refused: [] } }))).toEqual([]);
  },
);

test('after a repair, the person who manages the trail with code sets the values there', () => {
  const update: Step = {
    operation: 'UpdateTrail',
    input: { Name: ID.arn, CloudWatchLogsLogGroupArn: 'group', CloudWatchLogsRoleArn: 'role' },
    needs: [],
    repairs: [],
  };
  const repaired = (step: Step) => ({ outcome: 'FIXED', applied: [{ step, result: 'done', attempts: 1 }] }) as const;
  const advice =
    'If code manages the trail, set its present log group and role in that code. Otherwise its next deployment removes them.';
  expect(nextSteps(recordWith(repaired(update)))).toEqual([advice]);
  expect(nextSteps(recordWith(repaired(START)))).toEqual(['No action required.']);
  const failed = { ...repaired(update), outcome: 'FAILED', trigger: SWEEP } as const;
  expect(nextSteps(recordWith(failed))).toEqual(['trailmend tries again at the next sweep.']);
  expect(nextSteps(recordWith({ ...repaired(update), trigger: SWEEP }))).toEqual([advice]);
});

describe('after a repair that others undo again and again', () => {
  const recurrence = { count: 3, since: NOW, by: ['dana, with Terraform', 'erin'] };
  const repaired = { outcome: 'FIXED', reason: 'repaired', trigger: SWEEP } as const;
  const SOURCE =
    'End it at the source: change the code or the account-wide automation that undoes the repair, or exclude the trail with the tag trailmend:exclude=true.';

  test('says how often, since when, after whose changes, and what ends it', () => {
    expect(nextSteps(recordWith({ ...repaired, recurrence }))).toEqual([
      `This is repair 3 of the same kind since ${NOW}, after changes by dana, with Terraform; erin.`,
      SOURCE,
    ]);
    expect(nextSteps(recordWith({ ...repaired, recurrence: { ...recurrence, by: [] } }))[0]).toBe(
      `This is repair 3 of the same kind since ${NOW}, after changes that no event reported.`,
    );
  });

  test('says what ends it where a sweep reports the repeats', () => {
    const repeats = [{ eventName: 'UpdateTrail', actor: 'dana', count: 9, first: NOW, last: NOW, denied: false }];
    expect(nextSteps(recordWith({ trigger: SWEEP, repeats }))).toContain(SOURCE);
    const denied = repeats.map((one) => ({ ...one, denied: true }));
    expect(nextSteps(recordWith({ trigger: SWEEP, repeats: denied }))).not.toContain(SOURCE);
  });
});

test('the options for a trail that is left alone because of its cost are commands and a parameter', () => {
  const addTag = (tag: string) =>
    `aws cloudtrail add-tags --resource-id ${ID.arn} --tags-list ${tag} --region us-east-1`;
  expect(costOptions(trailSubject(ID))).toEqual([
    `repair this trail:      ${addTag('Key=trailmend:data-events,Value=fix')}`,
    'repair all such trails: deploy trailmend with DataEventTrails=fix',
    `leave it as it is:      ${addTag('Key=trailmend:exclude,Value=true')}`,
  ]);
});
