import { describe, expect, test } from '@jest/globals';
import { NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import { trailSubject } from '../../../../lambda/core/model/subject.ts';
import { costOptions } from '../../../../lambda/core/notification/next-steps.ts';
import { dataEventsRefusal } from '../../../../lambda/core/planning/data-events.ts';
import {
  blankedFacts,
  ID,
  PERFECT_TRAIL,
  read,
  SETTINGS,
  selecting,
  TRIGGER,
  unread,
} from '../../../support/perfect-trail.ts';

const DATA = {
  eventSelectors: selecting({ dataEvents: ['AWS::S3::Object', 'AWS::SNS::Topic'] }),
};
const SWEEP = { kind: 'sweep', time: '2026-11-20T09:00:00.000Z' } as const;
const refusalOf = (facts = blankedFacts(DATA), memory: TrailMemory = NO_MEMORY) =>
  dataEventsRefusal(facts, SWEEP, SETTINGS, memory);

test('refuses a trail with data events that was never integrated, with what it records and what that costs', () => {
  expect(refusalOf()).toEqual({
    reason: 'cost',
    detail:
      'the trail records data events (AWS::S3::Object; AWS::SNS::Topic) and was never integrated: CloudWatch Logs would ingest them for 0.50 USD a GB (us-east-1, June 2026, aws.amazon.com/cloudwatch/pricing)',
    whoCanAct: 'the owner of the trail, or the operator of trailmend',
  });
});

describe('does not refuse a trail', () => {
  test('that records management events alone', () => {
    expect(refusalOf(blankedFacts())).toBeUndefined();
  });

  test('when the ledger knows where it delivered', () => {
    const { logGroupArn, roleArn } = PERFECT_TRAIL;
    const known = { ...NO_MEMORY, acceptedTarget: { logGroupArn, roleArn, since: '2026-11-01T00:00:00.000Z' } };
    expect(refusalOf(blankedFacts(DATA), known)).toBeUndefined();
    expect(refusalOf(blankedFacts({ eventSelectors: unread('no') }), known)).toBeUndefined();
  });

  test.each([{ logGroupArn: PERFECT_TRAIL.logGroupArn }, { roleArn: PERFECT_TRAIL.roleArn }])(
    'that still names %j',
    (named) => {
      const trail = read({ ...PERFECT_TRAIL, logGroupArn: '', roleArn: '', ...named });
      expect(refusalOf(blankedFacts({ ...DATA, trail }))).toBeUndefined();
    },
  );

  test('after a call that blanked its values, and after no other call', () => {
    const refusalAfter = (tampering: 'blanked' | 'stopped') =>
      dataEventsRefusal(blankedFacts(DATA), { ...TRIGGER, tampering }, SETTINGS, NO_MEMORY);
    expect(refusalAfter('blanked')).toBeUndefined();
    expect(refusalAfter('stopped')).toMatchObject({ reason: 'cost' });
  });
});

test('lists every choice for such a trail, its commands with the ARN and the Region of the trail', () => {
  expect(costOptions(trailSubject(ID))).toEqual([
    `repair this trail:      aws cloudtrail add-tags --resource-id ${ID.arn} --tags-list Key=trailmend:data-events,Value=fix --region us-east-1`,
    'repair all such trails: deploy trailmend with DataEventTrails=fix',
    `leave it as it is:      aws cloudtrail add-tags --resource-id ${ID.arn} --tags-list Key=trailmend:exclude,Value=true --region us-east-1`,
  ]);
});
