import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { repairInEvents, repairInLog } from '../../cli/last-repair.ts';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import { ID } from '../support/perfect-trail.ts';
import { trailRecordWith } from './records.ts';

const NONE = { logGroupArn: '', roleArn: '' };
const FOREIGN = {
  logGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:gone:*',
  roleArn: 'arn:aws:iam::1:role/gone',
};
const OURS = {
  logGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/trailmend/audit:*',
  roleArn: 'arn:aws:iam::111122223333:role/trailmend/trailmend-audit',
};

describe("a repair in the function's log", () => {
  const repair = (changes: Partial<OutcomeRecord> = {}) =>
    trailRecordWith({
      outcome: 'FIXED',
      reason: 'repaired',
      time: '2026-11-20T10:00:00.000Z',
      before: { ...FOREIGN, isLogging: true },
      after: { ...OURS, isLogging: true },
      ...changes,
    });

  test('is the last one that set the target of now', () => {
    const earlier = repair({ time: '2026-11-19T10:00:00.000Z', before: { ...NONE, isLogging: false } });
    expect(repairInLog([earlier, repair(), trailRecordWith({})], ID, OURS)).toMatchObject({
      time: '2026-11-20T10:00:00.000Z',
      before: FOREIGN,
      startedLogging: false,
    });
    expect(repairInLog([earlier], ID, OURS)).toMatchObject({ before: NONE, startedLogging: true });
  });

  test.each<[string, Partial<OutcomeRecord>]>([
    ['another trail', { trailArn: `${ID.arn}2` }],
    ['a run that repaired nothing', { outcome: 'COMPLIANT', reason: 'nothing-to-do' }],
    ['a repair that only started the trail', { before: { ...OURS, isLogging: false } }],
    ['a repair that a person has changed since', { after: { ...FOREIGN, isLogging: true } }],
  ])('is not that of %s', (_what, changes) => {
    expect(repairInLog([repair(changes)], ID, OURS)).toBeUndefined();
  });
});

describe('a repair in the event history', () => {
  const BY_FUNCTION = {
    userIdentity: {
      sessionContext: {
        sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/trailmend-function/trailmend-function' },
      },
    },
  };
  const BY_COMMAND = { userIdentity: {}, userAgent: 'aws-sdk-js/3.1 lang/js app/trailmend-fix' };
  const BY_OTHERS = { userIdentity: {}, userAgent: 'aws-sdk-js/3.1 app/trailmend-fixer' };

  interface Sent {
    readonly day: number;
    readonly by: object;
    readonly target: typeof NONE;
    readonly trailARN?: string;
  }

  /** AWS returns the newest first. */
  function find(updates: readonly Sent[], created: readonly Sent[] = []) {
    const client = new CloudTrailClient({ region: 'eu-west-1' });
    const mock = mockClient(client);
    for (const [AttributeValue, sent] of Object.entries({ UpdateTrail: updates, CreateTrail: created })) {
      mock
        .on(LookupEventsCommand, { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue }] })
        .resolves({ Events: sent.map((one) => ({ CloudTrailEvent: JSON.stringify(eventOf(one)) })) });
    }
    return repairInEvents(client, ID, OURS);
  }

  function eventOf({ day, by, target, trailARN = ID.arn }: Sent) {
    const set = { cloudWatchLogsLogGroupArn: target.logGroupArn, cloudWatchLogsRoleArn: target.roleArn };
    return {
      eventTime: `2026-11-${day}T10:00:00Z`,
      ...by,
      responseElements: { trailARN, ...(target.logGroupArn !== '' && set) },
    };
  }

  const created: Sent = { day: 10, by: BY_OTHERS, target: NONE };

  test.each([BY_FUNCTION, BY_COMMAND])('has the target of the change before: %j', async (by) => {
    const updates = [
      { day: 20, by, target: OURS },
      { day: 15, by: BY_OTHERS, target: FOREIGN },
      { day: 17, by: BY_OTHERS, target: NONE, trailARN: `${ID.arn}2` },
    ];
    const source = "CloudTrail's event history";
    const value = { time: '2026-11-20T10:00:00Z', before: FOREIGN, after: OURS, startedLogging: false, source };
    expect(await find(updates, [created])).toEqual({ ok: true, value });
    expect(await find(updates.slice(0, 1), [created])).toMatchObject({ value: { before: NONE } });
  });

  test.each<[string, readonly Sent[]]>([
    ['another caller set the target', [{ day: 20, by: BY_OTHERS, target: OURS }]],
    ['the target changed since', [{ day: 20, by: BY_COMMAND, target: FOREIGN }]],
  ])('is unknown when %s', async (_why, updates) => {
    expect(await find(updates, [created])).toEqual({ ok: true, value: undefined });
  });

  test('is unknown when the event before it is older than the history', async () => {
    expect(await find([{ day: 20, by: BY_COMMAND, target: OURS }])).toEqual({ ok: true, value: undefined });
  });

  test('leaves out calls that AWS refused', async () => {
    const refused = { userIdentity: {}, eventTime: '2026-11-21T10:00:00Z', responseElements: null };
    const client = new CloudTrailClient({ region: 'eu-west-1' });
    mockClient(client)
      .on(LookupEventsCommand)
      .resolves({ Events: [{ CloudTrailEvent: JSON.stringify(refused) }, {}] });
    expect(await repairInEvents(client, ID, OURS)).toEqual({ ok: true, value: undefined });
  });
});
