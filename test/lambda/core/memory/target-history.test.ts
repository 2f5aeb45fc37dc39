import { describe, expect, test } from '@jest/globals';
import { deliveryRoleArn, deliveryRoleNames } from '../../../../lambda/core/integration/delivery-role.ts';
import { logGroupNames } from '../../../../lambda/core/integration/names.ts';
import { afterRepair, changeBy, historyOf } from '../../../../lambda/core/memory/target-history.ts';
import { type History, NO_HISTORY } from '../../../../lambda/core/model/facts.ts';
import { NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { AppliedStep } from '../../../../lambda/core/model/outcome.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { logGroupArn } from '../../../../lambda/core/model/trail-id.ts';
import type { Trigger } from '../../../../lambda/core/model/trigger.ts';
import {
  ID,
  NOW,
  POSTURE,
  read,
  SETTINGS,
  settingsWith,
  TRIGGER,
  triggerWith,
  unread,
} from '../../../support/perfect-trail.ts';

const EARLY = '2026-11-01T00:00:00.000Z';
const LATE = '2026-11-02T00:00:00.000Z';
const SWEEP: Trigger = { kind: 'sweep', time: NOW };

/** An UpdateTrail to a group and a role of that name. */
const update = (name: string): Step => ({
  operation: 'UpdateTrail',
  input: { Name: ID.arn, CloudWatchLogsLogGroupArn: `${name}-group`, CloudWatchLogsRoleArn: `${name}-role` },
  needs: [],
  repairs: [],
});
const START: Step = { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: [] };
const CREATE_GROUP: Step = {
  operation: 'CreateLogGroup',
  input: { logGroupName: 'group', tags: {} },
  needs: [],
  repairs: [],
};
const attempt = (step: Step, result: AppliedStep['result']): AppliedStep => ({ step, result, attempts: 1 });
const target = (name: string) => ({ logGroupArn: `${name}-group`, roleArn: `${name}-role` });

const ACCEPTED = { acceptedTarget: { ...target('accepted'), since: EARLY } };
const REPAIRED = { awaitingVerification: { since: LATE, target: target('repaired') } };
const LEASED = {
  lease: { holder: 'run-0', until: NOW, recheckRequested: false, intent: { trigger: TRIGGER, findings: [] } },
};
const OWN_GROUPS = logGroupNames(ID, SETTINGS.logGroupPrefix).map((name) => logGroupArn(ID, name));

test('a late delivery that an earlier look saw is part of the history', () => {
  const lateDelivery = { since: EARLY };
  expect(history({ lateDelivery })).toEqual({ lateDelivery, knownGroups: [], knownRoles: [] });
  expect(history({})).toEqual({ knownGroups: [], knownRoles: [] });
});

test('the logging times of the last look are part of the history of a sweep, which compares them', () => {
  const logging = { stopped: EARLY };
  expect(history({ logging }).logging).toEqual(logging);
  expect(history({ logging }, TRIGGER)).not.toHaveProperty('logging');
});

test('the posture is part of the history', () => {
  expect(history({ posture: POSTURE }).posture).toBe(POSTURE);
});

function history(memory: Partial<TrailMemory>, trigger = SWEEP): History {
  return historyOf(read({ ...NO_MEMORY, ...memory }), trigger, ID, SETTINGS);
}

test.each([
  ['CreateTrail', { at: TRIGGER.eventTime }],
  ['UpdateTrail', { at: TRIGGER.eventTime }],
  ['StopLogging', undefined],
])('%s changes where a trail delivers: %j', (eventName, change) => {
  expect(changeBy(triggerWith({ eventName }))).toEqual(change);
});

test('a sweep changes nothing', () => expect(changeBy(SWEEP)).toBeUndefined());

describe('the change that a run knows of', () => {
  const accepted = { at: EARLY, accepted: expect.objectContaining(target('accepted')) };
  const repaired = { at: LATE, accepted: target('repaired') };

  test('is the later one of the accepted target and of the last repair', () => {
    expect(history({ ...ACCEPTED, ...REPAIRED }).change).toEqual(repaired);
    const acceptedSince = (since: string) => ({ acceptedTarget: { ...target('accepted'), since } });
    expect(history({ ...acceptedSince(NOW), ...REPAIRED }).change).toEqual({ ...accepted, at: NOW });
  });

  test('is the one that the ledger remembers, if any', () => {
    expect(history(ACCEPTED).change).toEqual(accepted);
    expect(history(REPAIRED).change).toEqual(repaired);
    expect(history({})).toEqual(NO_HISTORY);
  });

  test('is the call that started the run, where that is later', () => {
    expect(history(ACCEPTED, TRIGGER).change).toEqual({ at: TRIGGER.eventTime });
    expect(history({}, TRIGGER).change).toEqual({ at: TRIGGER.eventTime });
    expect(history(ACCEPTED, triggerWith({ eventName: 'StopLogging' })).change).toEqual(accepted);
    const before = triggerWith({ eventTime: '2026-10-31T00:00:00Z' });
    expect(history(ACCEPTED, before).change).toEqual(accepted);
  });

  test('is, of two at the same time, the repair before the accepted target, and the call before both', () => {
    const atOnce = { acceptedTarget: { ...target('accepted'), since: LATE }, ...REPAIRED };
    expect(history(atOnce).change).toEqual(repaired);
    expect(history(atOnce, triggerWith({ eventTime: LATE })).change).toEqual({ at: LATE });
  });
});

describe('the log groups that a trail may deliver to without a report', () => {
  test('are that of the accepted target first, then that of the last repair', () => {
    expect(history(ACCEPTED).knownGroups).toEqual(['accepted-group']);
    expect(history({ ...ACCEPTED, ...REPAIRED }).knownGroups).toEqual(['accepted-group', 'repaired-group']);
  });

  test("include trailmend's own while a run holds a lease, or has left one: it may have sent the trail there", () => {
    expect(OWN_GROUPS).toEqual([
      expect.stringMatching(/:log-group:\/trailmend\/audit:\*$/),
      expect.stringMatching(/:log-group:\/trailmend\/audit-[0-9a-f]{8}:\*$/),
    ]);
    expect(history({ ...ACCEPTED, ...LEASED }).knownGroups).toEqual(['accepted-group', ...OWN_GROUPS]);
    expect(history({ ...LEASED, ...REPAIRED, ...ACCEPTED }).knownGroups).toEqual([
      'accepted-group',
      'repaired-group',
      ...OWN_GROUPS,
    ]);
  });

  test('are none without an accepted target', () => {
    expect(history({ ...REPAIRED, ...LEASED }).knownGroups).toEqual([]);
  });

  test('have roles beside them, unless the accepted target has none', () => {
    expect(history({ ...ACCEPTED, ...REPAIRED }).knownRoles).toEqual(['accepted-role', 'repaired-role']);
    const { knownRoles } = history({ ...ACCEPTED, ...LEASED });
    expect(knownRoles).toEqual(['accepted-role', ...deliveryRoleNames(ID).map((name) => deliveryRoleArn(ID, name))]);
    const withoutRole = { acceptedTarget: { ...ACCEPTED.acceptedTarget, roleArn: '' } };
    expect(history({ ...withoutRole, ...REPAIRED }).knownRoles).toEqual([]);
  });
});

describe('the history after calls of trailmend', () => {
  const KNOWN: History = { change: { at: LATE }, knownGroups: ['accepted-group'], knownRoles: ['accepted-role'] };

  test('has the last UpdateTrail that CloudTrail accepted as its change', () => {
    const applied = [
      attempt(update('first'), 'done'),
      attempt(update('second'), 'done'),
      attempt(update('third'), 'failed'),
      attempt(START, 'done'),
    ];
    const change = { at: NOW, accepted: target('second') };
    expect(afterRepair(NO_HISTORY, applied, NOW).change).toEqual(change);
    expect(afterRepair(KNOWN, applied, NOW).change).toEqual(change);
  });

  test.each([
    ['done', true],
    ['failed', undefined],
  ] as const)('after a CreateLogGroup that is %s: isNewGroup is %s', (result, expected) => {
    const applied = [attempt(CREATE_GROUP, result), attempt(update('first'), 'done')];
    expect(afterRepair(NO_HISTORY, applied, NOW).isNewGroup).toBe(expected);
    expect(afterRepair(NO_HISTORY, [attempt(START, 'done')], NOW)).not.toHaveProperty('isNewGroup');
  });

  test('has that change whatever the clocks say of the one before', () => {
    const later = { ...KNOWN, change: { at: '2026-12-31T00:00:00.000Z' } };
    const { change } = afterRepair(later, [attempt(update('first'), 'done')], NOW);
    expect(change).toEqual({ at: NOW, accepted: target('first') });
  });

  test.each<[string, readonly AppliedStep[]]>([
    ['there was no call', []],
    ['CloudTrail accepted none', [attempt(update('first'), 'failed')]],
    ['the call was another one', [attempt(START, 'done')]],
  ])('keeps its change where %s', (_name, applied) => {
    expect(afterRepair(KNOWN, applied, NOW).change).toEqual({ at: LATE });
    expect(afterRepair(NO_HISTORY, applied, NOW)).not.toHaveProperty('change');
  });

  test('knows every group to which trailmend tried to send the trail, where a target is remembered', () => {
    const applied = [attempt(update('first'), 'failed'), attempt(START, 'done'), attempt(update('second'), 'done')];
    expect(afterRepair(KNOWN, applied, NOW).knownGroups).toEqual(['accepted-group', 'first-group', 'second-group']);
    expect(afterRepair(NO_HISTORY, applied, NOW).knownGroups).toEqual([]);
    expect(afterRepair(KNOWN, applied, NOW).knownRoles).toEqual(['accepted-role', 'first-role', 'second-role']);
    expect(afterRepair(NO_HISTORY, applied, NOW).knownRoles).toEqual([]);
  });

  test('compares no logging times once trailmend started the trail, which its report says', () => {
    const compared = { ...KNOWN, logging: { stopped: EARLY } };
    expect(afterRepair(compared, [attempt(update('first'), 'done')], NOW).logging).toEqual({ stopped: EARLY });
    const applied = [attempt(update('first'), 'done'), attempt(START, 'failed')];
    expect(afterRepair(compared, applied, NOW)).not.toHaveProperty('logging');
    expect(afterRepair(KNOWN, applied, NOW)).not.toHaveProperty('logging');
  });
});

describe('the account that set the target last', () => {
  const DELEGATED = '444455556666';
  const THEIRS = `arn:aws:logs:us-east-1:${DELEGATED}:log-group:org:*`;
  const ours = settingsWith({ account: DELEGATED });
  const owner = (trigger: Trigger, settings = SETTINGS, acceptedGroup = '') => {
    const acceptedTarget = { logGroupArn: acceptedGroup, roleArn: '', since: EARLY };
    const memory = read({ ...NO_MEMORY, ...(acceptedGroup !== '' && { acceptedTarget }) });
    return historyOf(memory, trigger, ID, settings).lastOwner;
  };

  test('is the account of the accepted log group', () => {
    expect(owner(SWEEP, SETTINGS, THEIRS)).toEqual(read(DELEGATED));
    expect(owner(TRIGGER, SETTINGS, THEIRS)).toEqual(read(DELEGATED));
    expect(owner(SWEEP)).toBeUndefined();
    expect(owner(SWEEP, SETTINGS, 'no ARN')).toBeUndefined();
  });

  test('is unread with the ledger', () => {
    expect(historyOf(unread('denied'), SWEEP, ID, SETTINGS).lastOwner).toEqual(unread('denied'));
  });

  test('is this account when a call here set the target of a trail of another account', () => {
    expect(owner(TRIGGER, ours)).toEqual(read(DELEGATED));
    expect(owner(triggerWith({ eventName: 'CreateTrail' }), ours)).toEqual(read(DELEGATED));
    expect(owner(triggerWith({ eventName: 'StopLogging' }), ours)).toBeUndefined();
    expect(owner(SWEEP, ours)).toBeUndefined();
    expect(owner(TRIGGER)).toBeUndefined();
  });

  test.each([
    { type: 'AssumedRole', name: `arn:aws:sts::${DELEGATED}:assumed-role/AWSServiceRoleForCloudTrail/Replication` },
    {
      type: 'AssumedRole',
      name: 'cloudtrail.amazonaws.com',
      issuer: `arn:aws:iam::${DELEGATED}:role/aws-service-role/cloudtrail.amazonaws.com/AWSServiceRoleForCloudTrail`,
    },
  ])('is not this account when CloudTrail itself copied the trail: $name', (actor) => {
    expect(owner(triggerWith({ eventName: 'CreateTrail', actor }), ours)).toBeUndefined();
  });
});
