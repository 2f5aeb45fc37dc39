import { describe, expect, test } from '@jest/globals';
import { InvalidInput, RunFailed } from '../../../lambda/app/errors.ts';
import { NO_MEMORY } from '../../../lambda/core/model/memory.ts';
import { VERSION } from '../../../lambda/version.ts';
import { inMemoryLedger } from '../../support/in-memory-ledger.ts';
import { blankedFacts, ID, NOW, PERFECT_FACTS, read, triggerWith } from '../../support/perfect-trail.ts';
import { CONFIG, DENIED, functionWith, SECOND, THROTTLED, UNREADABLE } from './dispatched.ts';
import { eventWith, failedCall } from './trail-events.ts';

describe('the smoke test', () => {
  test('returns which account and Region the function is in, and makes no other call', async () => {
    const { run, calls, logged } = functionWith(undefined, {
      checkAccess: async () => ({ ok: true, value: { account: ID.account } }),
    });
    expect(await run({})).toEqual({
      ok: true,
      version: VERSION,
      mode: 'dry-run',
      account: ID.account,
      region: 'eu-west-1',
    });
    expect([calls, logged]).toEqual([[], []]);
  });

  test("returns AWS's error", async () => {
    const { run } = functionWith(undefined, { checkAccess: async () => ({ ok: false, error: DENIED }) });
    expect(await run({})).toEqual({ ok: false, error: DENIED });
  });
});

describe('the smoke test while ExcludedTrails has an invalid entry', () => {
  const config = { ...CONFIG, settings: { ...CONFIG.settings, excludedTrails: 'audit, aud*' } };

  test('fails and names the entry, because trailmend changes no trail', async () => {
    const { run } = functionWith(undefined, {
      checkAccess: async () => ({ ok: true, value: { account: ID.account } }),
    });
    expect(await run({}, config)).toEqual({
      ok: false,
      error: {
        parameter: 'ExcludedTrails',
        message:
          'The entry "aud*" is invalid, so trailmend changes no trail: ExcludedTrails takes trail names and trail ARN patterns such as arn:aws:cloudtrail:*:*:trail/test-*.',
      },
    });
  });

  test("returns AWS's error first", async () => {
    const { run } = functionWith(undefined, { checkAccess: async () => ({ ok: false, error: DENIED }) });
    expect(await run({}, config)).toEqual({ ok: false, error: DENIED });
  });
});

describe('an event that asks for nothing', () => {
  test.each([
    [
      'not understood',
      { source: 'aws.ec2', 'detail-type': 'EC2 Instance State-change Notification' },
      'not-understood',
    ],
    ['a failed call', failedCall('UpdateTrail', 'InvalidTrailNameException'), 'failed-call'],
    [
      'our own change',
      eventWith({ userIdentity: { sessionContext: { sessionIssuer: { arn: CONFIG.functionRoleArn } } } }),
      'own-change',
    ],
  ])('%s: is logged with the reason, makes no AWS call and succeeds', async (_, input, why) => {
    const { run, calls, logged } = functionWith();
    expect(await run(input)).toEqual({ outcomes: [] });
    expect(calls).toEqual([]);
    expect(logged).toEqual([['info', 'event ignored', { why, detail: expect.stringMatching(/./) }]]);
  });
});

describe('an input that the function does not take', () => {
  test.each([{ kind: 'swep' }, [{ kind: 'sweep' }], { kind: 'sweep', regions: ['Ireland'] }])(
    '%j fails before the first AWS call',
    async (input) => {
      const { run, calls } = functionWith();
      await expect(run(input)).rejects.toThrow(InvalidInput);
      await expect(run(input)).rejects.toThrow(`The input ${JSON.stringify(input)} is invalid. The function takes`);
      expect(calls).toEqual([]);
    },
  );

  test('a sweep of a Region that the account cannot use fails before it lists trails', async () => {
    const { run, calls } = functionWith(undefined, { trails: { 'us-east-1': [ID], 'eu-west-2': [] } });
    const sweep = run({ kind: 'sweep', regions: ['us-east-1', 'eu-west-9', 'af-south-1'] });
    await expect(sweep).rejects.toThrow(InvalidInput);
    await expect(sweep).rejects.toThrow('eu-west-9, af-south-1 in "regions"');
    expect(calls).toEqual(['regions']);
  });

  test('a sweep of Regions tries each when the Regions of the account cannot be listed', async () => {
    const { run, calls } = functionWith(undefined, { enabledRegions: async () => ({ ok: false, error: DENIED }) });
    await run({ kind: 'sweep', regions: ['eu-west-9'] });
    expect(calls).toEqual(['list eu-west-9']);
  });
});

describe('a change of a trail', () => {
  test('ends in one outcome, which is returned, logged and notified', async () => {
    const { run, calls, notified, logged } = functionWith(() => blankedFacts());
    const result = await run(eventWith({}));
    const record = 'outcomes' in result ? result.outcomes[0] : undefined;
    expect(result).toEqual({ outcomes: [record] });
    expect(record).toMatchObject({ id: 'run-1', trailArn: ID.arn, outcome: 'WOULD_FIX' });
    expect(logged).toEqual([['info', 'trail outcome', { record }]]);
    expect(notified).toEqual([record]);
    expect(calls).toEqual(['observe audit', 'notify audit WOULD_FIX']);
  });

  test('is not notified when nothing is wrong', async () => {
    const { run, calls, logged } = functionWith();
    await run(eventWith({}));
    expect(calls).toEqual(['observe audit']);
    expect(logged).toHaveLength(1);
  });

  test('waits as long as the stack says before it judges a new trail', async () => {
    const { run, clock } = functionWith(() => blankedFacts());
    await run(eventWith({ eventName: 'CreateTrail', eventTime: NOW }));
    expect(clock.now() - Date.parse(NOW)).toBe(20_010);
  });

  test('that fails throws so that Lambda retries it, after it was logged and notified', async () => {
    const { run, calls, logged } = functionWith(() => UNREADABLE);
    const dispatched = run(eventWith({}));
    await expect(dispatched).rejects.toBeInstanceOf(RunFailed);
    await expect(dispatched).rejects.toThrow(`${ID.arn}: observe: `);
    expect(calls).toEqual(['observe audit', 'notify audit FAILED']);
    expect(logged).toMatchObject([['error', 'trail outcome', { record: { outcome: 'FAILED' } }]]);
  });

  test('that fails and is checked again, since another run asked for the trail, ends like the last run', async () => {
    const lease = {
      holder: 'continued',
      until: '2026-11-20T09:10:00.000Z',
      recheckRequested: true,
      intent: { trigger: triggerWith({}), findings: [] },
    };
    let observations = 0;
    const { run } = functionWith(() => (++observations === 1 ? UNREADABLE : PERFECT_FACTS), {
      ledger: inMemoryLedger({ [ID.arn]: { ...NO_MEMORY, lease } }),
    });
    expect(await run(eventWith({ eventID: 'continued' }))).toMatchObject({
      outcomes: [{ outcome: 'FAILED' }, { outcome: 'COMPLIANT' }],
    });
  });

  test('that fails again is notified once a day, and throws each time', async () => {
    const { run, clock, notified } = functionWith(() => UNREADABLE);
    await expect(run(eventWith({}))).rejects.toThrow(RunFailed);
    await expect(run(eventWith({}))).rejects.toThrow(RunFailed);
    expect(notified).toHaveLength(1);
    await expect(run(eventWith({ eventID: 'another' }))).rejects.toThrow(RunFailed);
    expect(notified).toHaveLength(1);
    await clock.sleep(24 * 3_600_000);
    await expect(run(eventWith({ eventID: 'tomorrow' }))).rejects.toThrow(RunFailed);
    expect(notified).toHaveLength(2);
  });

  test('whose notification SNS refuses throws, and the retry publishes it once', async () => {
    const { run, retry, calls, notified } = functionWith(() => blankedFacts(), { refusals: [THROTTLED] });
    await expect(run(eventWith({}))).rejects.toBeInstanceOf(RunFailed);
    await retry(eventWith({}));
    await retry(eventWith({}));
    expect(calls.filter((call) => call.startsWith('notify'))).toHaveLength(2);
    expect(notified).toHaveLength(1);
  });

  test('whose notification SNS refuses is reported by the retry, which finds the trail compliant, each once', async () => {
    let observations = 0;
    const { run, retry, notified } = functionWith(() => (++observations === 1 ? blankedFacts() : PERFECT_FACTS), {
      refusals: [THROTTLED],
    });
    await expect(run(eventWith({}))).rejects.toBeInstanceOf(RunFailed);
    await retry(eventWith({}));
    await retry(eventWith({}));
    expect(notified.map(({ outcome }) => outcome)).toEqual(['WOULD_FIX', 'COMPLIANT']);
  });
});

describe('a sweep', () => {
  test('logs and reports each outcome, and succeeds whatever the outcomes are', async () => {
    const { run, notified, logged } = functionWith(({ name }) => (name === 'audit' ? UNREADABLE : PERFECT_FACTS), {
      trails: { 'us-east-1': [ID, SECOND] },
    });
    const result = await run({ kind: 'sweep' });
    const records = 'outcomes' in result ? result.outcomes : [];
    expect(records.map(({ trailArn, outcome }) => [trailArn, outcome])).toEqual([
      [ID.arn, 'FAILED'],
      [SECOND.arn, 'COMPLIANT'],
    ]);
    expect(notified).toEqual(records.slice(0, 1));
    expect(logged.slice(0, 2)).toEqual([
      ['error', 'trail outcome', { record: records[0] }],
      ['info', 'trail outcome', { record: records[1] }],
    ]);
  });

  test('covers all Regions, those that the stack names, or those of one request', async () => {
    const limited = { ...CONFIG, regions: ['us-east-1'] };
    const sweepOf = async (input: object, config = CONFIG) => {
      const { run, calls } = functionWith(undefined, { trails: { 'us-east-1': [ID], 'eu-west-2': [] } });
      await run({ kind: 'sweep', ...input }, config);
      return calls.filter((call) => !call.startsWith('observe'));
    };
    const ownStacks = ['event rule eu-west-1', 'event rule us-west-2', 'queue us-west-2'];
    expect(await sweepOf({})).toEqual([...ownStacks, 'regions', 'list us-east-1', 'list eu-west-2']);
    expect(await sweepOf({}, limited)).toEqual([...ownStacks, 'list us-east-1']);
    expect(await sweepOf({ regions: ['eu-west-2'] }, limited)).toEqual(['regions', 'list eu-west-2']);
  });

  test('has the time at which it was due, and otherwise that of its begin', async () => {
    const { run } = functionWith(undefined, { trails: { 'us-east-1': [ID] } });
    const due = '2026-11-20T09:00:00.000Z';
    expect(await run({ kind: 'sweep', due: '2026-11-20T09:00:00Z' })).toMatchObject({
      outcomes: [{ trigger: { kind: 'sweep', time: due } }],
    });
    expect(await run({ kind: 'sweep' })).toMatchObject({
      outcomes: [{ trigger: { kind: 'sweep', time: expect.stringMatching(/^2026-11-20T09:00:0[5-9]/) } }],
    });
  });

  test('repairs with the settings of the stack', async () => {
    const { run } = functionWith(() => blankedFacts({ tags: read({}) }), { trails: { 'us-east-1': [ID] } });
    expect(await run({ kind: 'sweep' })).toMatchObject({ outcomes: [{ mode: 'dry-run', outcome: 'WOULD_FIX' }] });
  });

  test('whose notification SNS refuses throws, and the next sweep publishes it', async () => {
    const { run, clock, notified } = functionWith(() => blankedFacts(), {
      trails: { 'us-east-1': [ID] },
      refusals: [THROTTLED],
    });
    await expect(run({ kind: 'sweep' })).rejects.toBeInstanceOf(RunFailed);
    await clock.sleep(3_600_000);
    await run({ kind: 'sweep' });
    expect(notified.map(({ outcome }) => outcome)).toEqual(['WOULD_FIX']);
  });
});
