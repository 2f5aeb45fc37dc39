import { expect, test } from '@jest/globals';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { adviceOnTarget } from '../../../../lambda/core/notification/advice-on-target.ts';
import { nextSteps } from '../../../../lambda/core/notification/next-steps.ts';
import { ID, PERFECT_TRAIL, recordWith } from '../../../support/perfect-trail.ts';

const UPDATE: Step = {
  operation: 'UpdateTrail',
  input: {
    Name: ID.arn,
    CloudWatchLogsLogGroupArn: PERFECT_TRAIL.logGroupArn,
    CloudWatchLogsRoleArn: PERFECT_TRAIL.roleArn,
  },
  needs: [],
  repairs: ['log-group-not-set'],
};
const FROM_LEDGER: Step = { ...UPDATE, fromLedger: true };
const ADVICE = [
  'Only the ledger names the log group audit-logs: nothing in AWS shows that the trail delivered there before.',
  "Check that CloudTrail's log stream in it is older than this change: aws logs describe-log-streams --log-group-name audit-logs --log-stream-name-prefix 111122223333_CloudTrail_us-east-1 --region us-east-1",
  'If it is not, treat it as an attack: another principal wrote to the ledger.',
];

test('a repair, or a plan, to a log group that only the ledger names says so, and what to check', () => {
  expect(adviceOnTarget(recordWith({ plan: { steps: [FROM_LEDGER], refused: [] } }))).toEqual(ADVICE);
  const applied = [{ step: FROM_LEDGER, result: 'done', attempts: 1 }] as const;
  expect(adviceOnTarget(recordWith({ applied }))).toEqual(ADVICE);
  expect(nextSteps(recordWith({ applied }))).toEqual(ADVICE);
});

test('a repair to a log group that AWS shows needs no advice', () => {
  expect(adviceOnTarget(recordWith({ plan: { steps: [UPDATE], refused: [] } }))).toEqual([]);
  expect(adviceOnTarget(recordWith({}))).toEqual([]);
});
