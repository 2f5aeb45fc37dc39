import { expect, test } from '@jest/globals';
import { knownGroups } from '../../../../lambda/core/memory/known-groups.ts';
import { NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { ID, NOW, TRIGGER } from '../../../support/perfect-trail.ts';

const UPDATE: Step = {
  operation: 'UpdateTrail',
  input: { Name: ID.arn, CloudWatchLogsLogGroupArn: 'begun', CloudWatchLogsRoleArn: 'role' },
  needs: [],
  repairs: ['log-group-not-set'],
};
const START: Step = { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: ['not-logging'] };
const WHOLE: TrailMemory = { ...NO_MEMORY, acceptedTarget: { logGroupArn: 'whole', roleArn: 'role', since: NOW } };
const SENT: TrailMemory = {
  ...NO_MEMORY,
  awaitingVerification: { since: NOW, target: { logGroupArn: 'repaired', roleArn: 'role' } },
  lease: {
    holder: 'run-0',
    until: NOW,
    dirty: false,
    begun: { trigger: TRIGGER, findings: [], steps: [START, UPDATE] },
  },
};

test('the group of a whole trail comes first, and those to which trailmend sent it since follow', () => {
  expect(knownGroups(WHOLE)).toEqual(['whole']);
  expect(knownGroups({ ...SENT, ...WHOLE })).toEqual(['whole', 'repaired', 'begun']);
});

test('no group of a trail is known that was never seen whole', () => expect(knownGroups(SENT)).toEqual([]));
