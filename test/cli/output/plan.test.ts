import { expect, test } from '@jest/globals';
import { isOfTrail, planCommands } from '../../../cli/output/plan.ts';
import { trailRecordWith } from '../records.ts';

test('the commands of a trail without a plan are a comment with the reason, and with who can act', () => {
  const detail = 'The tag is "$(id)\n`id`".';
  const records = [trailRecordWith({ outcome: 'BLOCKED', detail, whoCanAct: 'the owner\nof the trail' })];
  const lines = planCommands(records.filter(isOfTrail)).trim().split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^# .*: BLOCKED$/),
    String.raw`# The tag is "$(id)\u000a${'`id`'}".`,
    String.raw`# This needs action by the owner\u000aof the trail.`,
  ]);
});
