import { describe, expect, test } from '@jest/globals';
import { dispatch, type Surroundings } from '../../../lambda/app/dispatch.ts';
import { RunFailed } from '../../../lambda/app/errors.ts';
import type { SweepTask } from '../../../lambda/app/sweep/sweep.ts';
import type { Config } from '../../../lambda/config.ts';
import type { AwsError } from '../../../lambda/core/model/aws-result.ts';
import type { TrailFacts } from '../../../lambda/core/model/facts.ts';
import type { OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import type { TrailId } from '../../../lambda/core/model/trail-id.ts';
import { callOf } from '../../../lambda/core/model/trigger.ts';
import { VERSION } from '../../../lambda/version.ts';
import { virtualClock } from '../../support/aws/virtual-clock.ts';
import { inMemoryLedger } from '../../support/in-memory-ledger.ts';
import {
  blankedFacts,
  factsWith,
  ID,
  NOW,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  recordWith,
  SETTINGS,
  triggerWith,
  unread,
} from '../../support/perfect-trail.ts';
import { callWithoutAnswer, eventWith, failedCall, logGroupDeleted } from './trail-events.ts';

const CONFIG: Config = {
  settings: { ...SETTINGS, mode: 'dry-run' },
  partition: 'aws',
  region: 'eu-west-1',
  settleSeconds: 20,
  ledgerTable: 'Trailmend-Ledger',
  regions: [],
  topicArn: 'arn:aws:sns:eu-west-1:111122223333:Trailmend-Topic',
  functionRoleArn: 'arn:aws:iam::111122223333:role/trailmend-function/trailmend-function',
  forwarderRegions: ['us-west-2'],
};
const SECOND: TrailId = { ...ID, name: 'second', arn: ID.arn.replace('audit', 'second') };
const UNREADABLE = factsWith({ trail: unread('GetTrail answered AccessDenied: no') });
const DENIED: AwsError = { operation: 'DescribeTrails', code: 'AccessDenied', message: 'no' };

/** A house in dry-run whose AWS shows these facts; remembers what it did, in order. */
function house(facts: (id: TrailId) => TrailFacts = () => PERFECT_FACTS, changes: Partial<Surroundings> = {}) {
  const clock = virtualClock(Date.parse(NOW));
  const seen: string[] = [];
  const told: (readonly [OutcomeRecord, TrailId])[] = [];
  const logged: (readonly [string, string, Record<string, unknown>])[] = [];
  const here: Surroundings = {
    config: CONFIG,
    clock,
    newId: () => 'run-1',
    observe: async (id, now) => {
      seen.push(`observe ${id.name}`);
      await clock.sleep(10);
      return { ...facts(id), id, now };
    },
    performer: () => {
      throw new Error('A dry run performs nothing.');
    },
    putOutcome: async () => ({ put: true }),
    notify: async (record, id) => {
      seen.push(`notify ${id.name} ${record.outcome}`);
      told.push([record, id]);
    },
    ledger: inMemoryLedger(),
    log: {
      info: (message, fields) => logged.push(['info', message, fields]),
      error: (message, fields) => logged.push(['error', message, fields]),
    },
    smokeTest: async () => ({ ok: true, account: ID.account, region: CONFIG.region }),
    trailsOfGroup: async () => ({ read: true, value: { users: [], others: [] } }),
    sweep: () => Promise.reject(new Error('Nobody asked for a sweep.')),
    ...changes,
  };
  return { here, seen, told, logged };
}

describe('the smoke test', () => {
  test('answers who and where the function is, and touches nothing', async () => {
    const { here, seen, logged } = house();
    expect(await dispatch({}, here)).toEqual({
      ok: true,
      version: VERSION,
      mode: 'dry-run',
      account: ID.account,
      region: 'eu-west-1',
    });
    expect([seen, logged]).toEqual([[], []]);
  });

  test("answers AWS's error", async () => {
    const { here } = house(undefined, { smokeTest: async () => ({ ok: false, error: DENIED }) });
    expect(await dispatch({}, here)).toEqual({ ok: false, error: DENIED });
  });
});

describe('an event that asks for nothing', () => {
  test.each([
    ['not understood', { kind: 'swept' }, 'not-understood'],
    ['a failed call', failedCall('UpdateTrail', 'InvalidTrailNameException'), 'failed-call'],
    [
      'our own change',
      eventWith({ userIdentity: { sessionContext: { sessionIssuer: { arn: CONFIG.functionRoleArn } } } }),
      'own-change',
    ],
  ])('%s: is logged with the reason, asks AWS nothing and ends well', async (_, input, why) => {
    const { here, seen, logged } = house();
    expect(await dispatch(input, here)).toEqual({ outcomes: [] });
    expect(seen).toEqual([]);
    expect(logged).toEqual([['info', 'event ignored', { why, detail: expect.stringMatching(/./) }]]);
  });
});

describe('a change of a trail', () => {
  test('ends in one outcome, which is returned, logged and told', async () => {
    const { here, seen, told, logged } = house(() => blankedFacts());
    const result = await dispatch(eventWith({}), here);
    const record = 'outcomes' in result ? result.outcomes[0] : undefined;
    expect(result).toEqual({ outcomes: [record] });
    expect(record).toMatchObject({ id: 'run-1', trailArn: ID.arn, outcome: 'WOULD_FIX' });
    expect(logged).toEqual([['info', 'trail outcome', { record }]]);
    expect(told).toEqual([[record, ID]]);
    expect(seen).toEqual(['observe audit', 'notify audit WOULD_FIX']);
  });

  test('is not told when nothing is wrong', async () => {
    const { here, seen, logged } = house();
    await dispatch(eventWith({}), here);
    expect(seen).toEqual(['observe audit']);
    expect(logged).toHaveLength(1);
  });

  test('waits as long as the stack says before it judges a new trail', async () => {
    const { here } = house(() => blankedFacts());
    await dispatch(eventWith({ eventName: 'CreateTrail', eventTime: NOW }), here);
    expect(here.clock.now() - Date.parse(NOW)).toBe(20_010);
  });

  test('that fails throws for Lambda to try again, after it was logged and told', async () => {
    const { here, seen, logged } = house(() => UNREADABLE);
    const entered = dispatch(eventWith({}), here);
    await expect(entered).rejects.toBeInstanceOf(RunFailed);
    await expect(entered).rejects.toThrow(`${ID.arn}: observe: `);
    expect(seen).toEqual(['observe audit', 'notify audit FAILED']);
    expect(logged).toMatchObject([['error', 'trail outcome', { record: { outcome: 'FAILED' } }]]);
  });

  test('that fails first and is looked at again, since somebody wanted the trail, ends as the last look does', async () => {
    const event = eventWith({ eventID: 'marked' });
    const lease = {
      holder: 'marked',
      until: '2026-11-20T09:10:00.000Z',
      dirty: true,
      begun: { trigger: triggerWith({}), findings: [], steps: [] },
    };
    let looks = 0;
    const facts = () => (++looks === 1 ? UNREADABLE : PERFECT_FACTS);
    const { here } = house(facts, { ledger: inMemoryLedger({ [ID.arn]: { told: {}, lease } }) });
    expect(await dispatch(event, here)).toMatchObject({ outcomes: [{ outcome: 'FAILED' }, { outcome: 'COMPLIANT' }] });
  });

  test('that fails again is told once a day, and throws each time', async () => {
    const { here, told } = house(() => UNREADABLE);
    await expect(dispatch(eventWith({}), here)).rejects.toThrow(RunFailed);
    await expect(dispatch(eventWith({}), here)).rejects.toThrow(RunFailed);
    expect(told).toHaveLength(1);
    await expect(dispatch(eventWith({ eventID: 'another' }), here)).rejects.toThrow(RunFailed);
    expect(told).toHaveLength(1);
    await here.clock.sleep(24 * 3_600_000);
    await expect(dispatch(eventWith({ eventID: 'tomorrow' }), here)).rejects.toThrow(RunFailed);
    expect(told).toHaveLength(2);
  });

  test('whose message is lost counts as not told: the error comes through, and the next try tells', async () => {
    let attempts = 0;
    const lost = new Error('Publish answered InternalError: later');
    const { here } = house(() => blankedFacts(), {
      notify: async () => {
        attempts += 1;
        if (attempts === 1) throw lost;
      },
    });
    await expect(dispatch(eventWith({}), here)).rejects.toBe(lost);
    await dispatch(eventWith({}), here);
    expect(attempts).toBe(2);
    await dispatch(eventWith({}), here);
    expect(attempts).toBe(2);
  });
});

describe('a repair whose message is lost', () => {
  const LOST = new Error('Publish answered InternalError: later');

  /** The first look finds the trail broken, every later one whole; the first message is lost. */
  function repairedAndNotTold(changes: Partial<Surroundings> = {}) {
    const told: OutcomeRecord[] = [];
    let looks = 0;
    let attempts = 0;
    const facts = () => {
      looks += 1;
      return looks === 1 ? blankedFacts() : PERFECT_FACTS;
    };
    const notify = async (record: OutcomeRecord) => {
      attempts += 1;
      if (attempts === 1) throw LOST;
      told.push(record);
    };
    return { ...house(facts, { notify, ...changes }), told };
  }

  test('is told by the next try, which tells then that nothing is wrong any more, each once', async () => {
    const { here, told } = repairedAndNotTold();
    await expect(dispatch(eventWith({}), here)).rejects.toBe(LOST);
    await dispatch(eventWith({}), here);
    await dispatch(eventWith({}), here);
    expect(told.map(({ outcome }) => outcome)).toEqual(['WOULD_FIX', 'COMPLIANT']);
  });

  test('is told by the next try, though the trail uses the deleted group no more', async () => {
    const tries = [
      { users: [ID], others: [SECOND] },
      { users: [], others: [SECOND, ID] },
    ];
    const { here, seen, told } = repairedAndNotTold({
      trailsOfGroup: async () => ({ read: true, value: tries.shift() ?? { users: [], others: [] } }),
    });
    await expect(dispatch(logGroupDeleted(), here)).rejects.toBe(LOST);
    await dispatch(logGroupDeleted(), here);
    expect(told.map(({ trailArn }) => trailArn)).toEqual([ID.arn, ID.arn]);
    expect(seen).not.toContain('observe second');
  });
});

describe('what is only told', () => {
  test('a deleted trail: AWS is asked nothing', async () => {
    const { here, seen, told, logged } = house();
    const result = await dispatch(callWithoutAnswer('DeleteTrail'), here);
    expect(result).toMatchObject({
      outcomes: [
        { id: 'run-1', time: NOW, mode: 'dry-run', outcome: 'SKIPPED', reason: 'trail-deleted', trailArn: ID.arn },
      ],
    });
    expect(seen).toEqual(['notify audit SKIPPED']);
    expect(told).toHaveLength(1);
    expect(logged).toHaveLength(1);
  });

  test('a deleted trail: that it was logging says nothing of one that is made again under its name', async () => {
    const target = { logGroupArn: PERFECT_TRAIL.logGroupArn, roleArn: PERFECT_TRAIL.roleArn };
    const ledger = inMemoryLedger({
      [ID.arn]: { told: {}, seenLogging: NOW, acceptedTarget: { ...target, since: NOW } },
    });
    await dispatch(callWithoutAnswer('DeleteTrail'), house(undefined, { ledger }).here);
    expect(ledger.memories.get(ID.arn)).toMatchObject({ acceptedTarget: target });
    expect(ledger.memories.get(ID.arn)).not.toHaveProperty('seenLogging');
  });

  test('attempts that were denied: once an hour for each caller', async () => {
    const { here, told } = house();
    const attempt = (eventID: string) =>
      dispatch(failedCall('StopLogging', 'AccessDenied', { eventID, requestParameters: { name: 'audit' } }), here);
    await attempt('first');
    await attempt('second');
    expect(told.map(([{ reason, trigger }]) => [reason, callOf(trigger)?.eventId])).toEqual([
      ['attempt-denied', 'first'],
    ]);
    await here.clock.sleep(3_600_000);
    await attempt('third');
    expect(told).toHaveLength(2);
  });
});

describe('a sweep', () => {
  const record = recordWith({ trigger: { kind: 'sweep', time: NOW }, outcome: 'FAILED' });
  const whole = recordWith({ trigger: { kind: 'sweep', time: NOW }, trailArn: SECOND.arn });

  function swept(changes: Partial<Surroundings> = {}) {
    const tasks: SweepTask[] = [];
    const sweep: Surroundings['sweep'] = async (task, report) => {
      tasks.push(task);
      await report({ record, id: ID });
      await report({ record: whole, id: SECOND });
    };
    return { tasks, ...house(undefined, { sweep, ...changes }) };
  }

  test('logs and tells each outcome, and ends well whatever the outcomes are', async () => {
    const { here, told, logged } = swept();
    expect(await dispatch({ kind: 'sweep' }, here)).toEqual({ outcomes: [record, whole] });
    expect(told).toEqual([[record, ID]]);
    expect(logged).toEqual([
      ['error', 'trail outcome', { record }],
      ['info', 'trail outcome', { record: whole }],
    ]);
  });

  test('is of all regions, of those that the stack names, or of those that are asked for once', async () => {
    const { here, tasks } = swept();
    await dispatch({ kind: 'sweep' }, here);
    await dispatch({ kind: 'sweep' }, { ...here, config: { ...CONFIG, regions: ['us-east-1'] } });
    await dispatch(
      { kind: 'sweep', regions: ['eu-west-2'] },
      { ...here, config: { ...CONFIG, regions: ['us-east-1'] } },
    );
    await dispatch({ kind: 'sweep', due: '2026-11-20T09:00:00Z' }, here);
    const common = { partition: 'aws', account: ID.account, settings: CONFIG.settings, settleSeconds: 20 };
    expect(tasks).toEqual([
      { ...common, ownRegions: ['eu-west-1', 'us-west-2'], onceOnly: false },
      { ...common, ownRegions: ['eu-west-1', 'us-west-2'], onceOnly: false, regions: ['us-east-1'] },
      { ...common, ownRegions: ['eu-west-1', 'us-west-2'], onceOnly: true, regions: ['eu-west-2'] },
      { ...common, ownRegions: ['eu-west-1', 'us-west-2'], onceOnly: false, due: '2026-11-20T09:00:00.000Z' },
    ]);
  });

  test('whose message is lost throws, so that the next try tells', async () => {
    const lost = new Error('Publish answered InternalError: later');
    const { here } = swept({ notify: () => Promise.reject(lost) });
    await expect(dispatch({ kind: 'sweep' }, here)).rejects.toBe(lost);
  });
});

describe('a deleted log group', () => {
  const GROUP = 'us-east-1 arn:aws:logs:us-east-1:111122223333:log-group:audit-logs:*';
  const users = (...ids: TrailId[]): Partial<Surroundings> => ({
    trailsOfGroup: async (region, arn) => ({
      read: true,
      value: { users: `${region} ${arn}` === GROUP ? ids : [], others: [] },
    }),
  });

  test('has every trail looked at that delivered to it, one after the other', async () => {
    const { here, seen } = house(({ name }) => (name === 'audit' ? blankedFacts() : PERFECT_FACTS), users(ID, SECOND));
    const result = await dispatch(logGroupDeleted(), here);
    expect([...new Set(seen)]).toEqual(['observe audit', 'notify audit WOULD_FIX', 'observe second']);
    expect(result).toMatchObject({
      outcomes: [
        { trailArn: ID.arn, outcome: 'WOULD_FIX' },
        { trailArn: SECOND.arn, outcome: 'COMPLIANT' },
      ],
    });
  });

  test('that nobody used is nobody’s concern', async () => {
    const { here, seen } = house(undefined, users());
    expect(await dispatch(logGroupDeleted(), here)).toEqual({ outcomes: [] });
    expect(seen).toEqual([]);
  });

  test('a message that SNS refuses does not keep the next trail from being looked at, and is not lost sight of', async () => {
    const refused = new Error('Publish answered Throttled: slow down');
    const notify = async (_: OutcomeRecord, { name }: TrailId) => {
      if (name === 'audit') throw refused;
    };
    const { here, seen } = house(() => blankedFacts(), { ...users(ID, SECOND), notify });
    await expect(dispatch(logGroupDeleted(), here)).rejects.toBe(refused);
    expect(seen).toEqual(['observe audit', 'observe second']);
  });

  test('a trail that fails does not keep the others from being looked at, and every failure is named', async () => {
    const { here, seen } = house(() => UNREADABLE, users(ID, SECOND));
    const entered = dispatch(logGroupDeleted(), here);
    await expect(entered).rejects.toThrow(new RegExp(`${ID.arn}: observe: .*; ${SECOND.arn}: observe: `));
    expect(seen.filter((entry) => entry.startsWith('observe'))).toEqual(['observe audit', 'observe second']);
  });

  test('whose trails cannot be listed fails with the reason', async () => {
    const { here } = house(undefined, {
      trailsOfGroup: async () => ({ read: false, why: 'DescribeTrails answered AccessDenied: no' }),
    });
    const entered = dispatch(logGroupDeleted(), here);
    await expect(entered).rejects.toBeInstanceOf(RunFailed);
    await expect(entered).rejects.toThrow('DescribeTrails answered AccessDenied: no');
  });
});
