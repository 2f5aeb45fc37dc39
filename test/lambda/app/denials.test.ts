import { describe, expect, test } from '@jest/globals';
import { RunFailed } from '../../../lambda/app/errors.ts';
import { denialsIn } from '../../../lambda/aws/ledger/denials-table.ts';
import { itemsIn } from '../../../lambda/aws/ledger/table.ts';
import { messageFor } from '../../../lambda/core/notification/message-for.ts';
import { strictTable } from '../../support/aws/strict-table.ts';
import { DENIED, functionWith, GONE, type Surroundings, THROTTLED } from './dispatched.ts';
import { failedCall } from './trail-events.ts';

const HOUR_MS = 3_600_000;
const SWEEP = { kind: 'sweep' };
const ROLE = 'arn:aws:iam::111122223333:role/Intern';

/** The function, and the table in which it counts denied calls. */
function flooded(changes: Surroundings = {}) {
  const table = strictTable();
  const items = itemsIn(table.clients, 'Ledger', async () => {});
  const here = functionWith(() => GONE, { trails: { 'us-east-1': [] }, denials: denialsIn(items), ...changes });
  const ofDenials = () => here.notified.filter(({ reason }) => reason === 'attempt-denied');
  const reported = () =>
    ofDenials().map(({ trigger, repeats = [] }) => [
      trigger.kind,
      ...repeats.map(({ eventName, count }) => `${eventName} ${count}`),
    ]);
  return { ...here, table, reported, ofDenials };
}

function attempt(eventID: string, { name = 'audit', eventName = 'StopLogging', ...changes }: Attempt = {}) {
  return failedCall(eventName, 'AccessDenied', { eventID, requestParameters: { name }, ...changes });
}

interface Attempt {
  readonly name?: string | null;
  readonly eventName?: string;
  readonly userIdentity?: object;
}

const session = (name: string) => ({
  userIdentity: {
    type: 'AssumedRole',
    arn: `arn:aws:sts::111122223333:assumed-role/Intern/${name}`,
    sessionContext: { sessionIssuer: { arn: ROLE } },
  },
});

describe('a denied attempt', () => {
  test('is reported at once, and those of the next hour are counted, whichever call and trail they name', async () => {
    const { run, reported, clock } = flooded();
    await run(attempt('first'));
    await run(attempt('second', { name: 'another' }));
    await run(attempt('third', { eventName: 'DeleteTrail' }));
    expect(reported()).toEqual([['event']]);
    await clock.sleep(HOUR_MS);
    await run(attempt('fourth'));
    expect(reported()).toEqual([['event'], ['event', 'StopLogging 1', 'DeleteTrail 1']]);
  });

  test('is counted for the role of its session, whose caller chooses the name', async () => {
    const { run, reported } = flooded();
    await run(attempt('first', session('one')));
    await run(attempt('second', session('two')));
    await run(attempt('third'));
    expect(reported()).toEqual([['event'], ['event']]);
  });

  test('that names no trail is about its Region, and counts the same', async () => {
    const { run, notified, ledger } = flooded();
    await run(attempt('first', { name: null }));
    await run(attempt('second', { name: null }));
    expect(notified).toMatchObject([{ subject: { kind: 'region', region: 'us-east-1' } }]);
    expect(ledger.memories.size).toBe(0);
  });

  test('whose notification SNS refuses is reported, and counted once, by the retry', async () => {
    const { run, reported } = flooded({ refusals: [THROTTLED] });
    await expect(run(attempt('first'))).rejects.toBeInstanceOf(RunFailed);
    await run(attempt('second'));
    await run(attempt('first'));
    expect(reported()).toEqual([['event', 'StopLogging 1']]);
  });

  test('is reported by the next attempt if the run that took it crashed', async () => {
    const { run, reported, clock, ports } = flooded();
    const crash = new Error('the function was killed');
    await expect(
      flooded({ denials: ports.denials, publisher: { ...ports.publisher, notify: () => Promise.reject(crash) } }).run(
        attempt('first'),
      ),
    ).rejects.toBe(crash);
    await run(attempt('second'));
    expect(reported()).toEqual([]);
    await clock.sleep(46_000);
    await run(attempt('third'));
    expect(reported()).toEqual([['event', 'StopLogging 2']]);
  });

  test('is reported each time without the ledger, and the record says why', async () => {
    const items = itemsIn(strictTable().clients, 'Ledger', async () => {});
    const { run, ofDenials } = flooded({
      denials: { ...denialsIn(items), count: async () => ({ ok: false, error: DENIED }) },
    });
    await run(attempt('first'));
    await run(attempt('second'));
    expect(ofDenials()).toMatchObject([
      { ledgerError: 'DescribeTrails returned AccessDenied: no' },
      { ledgerError: 'DescribeTrails returned AccessDenied: no' },
    ]);
  });
});

describe('a flood of denied attempts', () => {
  test('is two messages for 10,000 calls on invented trails, and the ledger does not grow', async () => {
    const { run, clock, table, ledger, ofDenials, reported, notified } = flooded();
    await run(attempt('first', { name: 'invented-0' }));
    const before = table.size();
    for (let batch = 0; batch < 100; batch += 1) {
      const calls = Array.from({ length: 100 }, (_, index) => batch * 100 + index + 1).slice(
        0,
        batch === 99 ? 99 : 100,
      );
      await Promise.all(calls.map((index) => run(attempt(`event-${index}`, { name: `invented-${index}` }))));
    }
    const size = JSON.stringify(table.item('sweep', 'denied')).length;
    await run(failedCall('DeleteTrail', '', { errorCode: null, requestParameters: { name: 'audit' } }));
    await clock.sleep(HOUR_MS);
    await run(SWEEP);
    await clock.sleep(HOUR_MS);
    await run(SWEEP);
    expect(reported()).toEqual([['event'], ['sweep', 'StopLogging 9999']]);
    expect([before, table.size(), ledger.memories.size, size < 200]).toEqual([2, 2, 1, true]);
    expect(notified.filter(({ reason }) => reason === 'trail-deleted')).toHaveLength(1);
    const [, counted] = ofDenials();
    const { subject, text } = messageFor(counted as NonNullable<typeof counted>);
    expect(subject).toBe('ATTEMPT DENIED: 9999 calls on trails of account 111122223333');
    expect(text).toContain('with StopLogging 9999 times from 2026-11-20T09:00:00Z to 2026-11-20T09:00:00Z');
    expect(text).toMatch(/for example on invented-\d+ \(us-east-1\), invented-\d+ \(us-east-1\)/);
  });

  test('by many principals is one message of the sweep, after the first ones of each', async () => {
    const { run, clock, reported, ledger } = flooded();
    for (const name of ['dana', 'erin', 'finn']) {
      const userIdentity = { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/${name}` };
      for (const event of ['1', '2', '3']) await run(attempt(`${name} ${event}`, { userIdentity }));
    }
    await clock.sleep(HOUR_MS - 1000);
    await run(SWEEP);
    expect(reported()).toEqual([['event'], ['event'], ['event']]);
    await clock.sleep(1000);
    await run(SWEEP);
    expect(reported().slice(3)).toEqual([['sweep', 'StopLogging 2', 'StopLogging 2', 'StopLogging 2']]);
    expect(ledger.memories.size).toBe(0);
  });

  test('by more principals than the hour has messages for is left to the sweep', async () => {
    const { run, clock, reported } = flooded();
    for (let index = 0; index < 25; index += 1) {
      const userIdentity = { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/user-${index}` };
      await run(attempt(`event ${index}`, { userIdentity }));
    }
    expect(reported()).toHaveLength(20);
    await clock.sleep(HOUR_MS);
    await run(SWEEP);
    expect(reported().slice(20)).toEqual([['sweep', ...Array.from({ length: 5 }, () => 'StopLogging 1')]]);
  });

  test('is reported once by two sweeps at a time, and again if SNS refuses it', async () => {
    const { run, clock, reported, ports } = flooded({ refusals: [] });
    await run(attempt('first'));
    await run(attempt('second'));
    await clock.sleep(HOUR_MS);
    const refused = { ...ports.publisher, notify: async () => ({ ok: false, error: THROTTLED }) as const };
    await expect(flooded({ denials: ports.denials, clock, publisher: refused }).run(SWEEP)).rejects.toBeInstanceOf(
      RunFailed,
    );
    await clock.sleep(60_000);
    await Promise.all([run({ ...SWEEP, due: '2026-11-20T11:00:00Z' }), run({ ...SWEEP, due: '2026-11-20T11:00:01Z' })]);
    expect(reported()).toEqual([['event'], ['sweep', 'StopLogging 1']]);
  });

  test('that is over is struck from the list of the sweeps', async () => {
    const { run, clock, table } = flooded();
    await run(attempt('first'));
    expect(Object.keys(table.item('sweep', 'denied') ?? {})).toHaveLength(4);
    await clock.sleep(HOUR_MS);
    await run(SWEEP);
    expect(Object.keys(table.item('sweep', 'denied') ?? {})).toEqual(['pk', 'sk', 'version']);
  });
});
