import { describe, expect, test } from '@jest/globals';
import {
  describeUnrecorded,
  gapSince,
  loggingTimes,
  recordedUntil,
  recordingFrom,
} from '../../../../lambda/core/integration/recording.ts';
import type { TrailStatus } from '../../../../lambda/core/model/trail.ts';
import { NOW, read, selecting, triggerWith, unread } from '../../../support/perfect-trail.ts';

const STOP = triggerWith({ eventName: 'StopLogging', tampering: 'stopped' });
/** Milliseconds before the call, or before now. */
const beforeCall = (ms: number) => new Date(Date.parse(STOP.eventTime) - ms).toISOString();
const beforeNow = (ms: number) => new Date(Date.parse(NOW) - ms).toISOString();
const HOUR_MS = 60 * 60 * 1000;

function isProven(status: Partial<TrailStatus>, trigger: Parameters<typeof recordedUntil>[0] = STOP): boolean {
  return recordedUntil(trigger, read({ isLogging: false, ...status }), NOW);
}

describe('a StopLogging stopped a trail that recorded', () => {
  test.each(['startedLogging', 'latestDelivery', 'latestLogsDelivery'])('if %s is less than an hour ago', (time) => {
    expect(isProven({ [time]: beforeNow(HOUR_MS - 1) })).toBe(true);
    expect(isProven({ [time]: beforeNow(HOUR_MS) })).toBe(false);
  });

  test('only if AWS reports no earlier stop', () => {
    const latestDelivery = beforeNow(1);
    expect(isProven({ latestDelivery, stoppedLogging: beforeCall(0) })).toBe(true);
    expect(isProven({ latestDelivery, stoppedLogging: beforeCall(-60_000) })).toBe(true);
    expect(isProven({ latestDelivery, stoppedLogging: beforeCall(5 * 60_000) })).toBe(true);
    expect(isProven({ latestDelivery, stoppedLogging: beforeCall(5 * 60_000 + 1) })).toBe(false);
  });

  test('which neither another call, nor a sweep, nor an unread status shows', () => {
    const latestDelivery = beforeNow(1);
    expect(isProven({})).toBe(false);
    expect(isProven({ latestDelivery }, triggerWith({}))).toBe(false);
    expect(isProven({ latestDelivery }, { kind: 'sweep', time: NOW })).toBe(false);
    expect(recordedUntil(STOP, unread('denied'), NOW)).toBe(false);
  });
});

test('what a trail records is in its status and its event selectors', () => {
  const denied = unread('denied');
  const status = read({ isLogging: true });
  expect(recordingFrom(status, selecting({ managementEvents: 'read-only' }))).toEqual({
    isLogging: read(true),
    managementEvents: read('read-only'),
  });
  expect(recordingFrom(denied, denied)).toEqual({ isLogging: denied, managementEvents: denied });
});

test.each([
  ['all', undefined],
  ['write-only', undefined],
  ['partial', 'the event selectors of the trail leave out management events that write'],
  ['read-only', 'the event selectors of the trail record only management events that read'],
  ['none', 'no event selector of the trail includes management events'],
] as const)('what a trail that records %s events that write leaves out: %s', (events, words) => {
  expect(describeUnrecorded(events)).toBe(words);
});

test('the ledger keeps the logging times that AWS reports', () => {
  const times = { startedLogging: NOW, stoppedLogging: beforeNow(1) };
  expect(loggingTimes({ isLogging: true, ...times })).toStrictEqual({ started: NOW, stopped: beforeNow(1) });
  expect(loggingTimes({ isLogging: true, startedLogging: NOW })).toStrictEqual({ started: NOW });
  expect(loggingTimes({ isLogging: false, stoppedLogging: NOW })).toStrictEqual({ stopped: NOW });
});

describe('a gap in the recording', () => {
  const [stopped, started] = ['2026-11-20T08:10:00.000Z', '2026-11-20T08:40:00.000Z'];
  const status: TrailStatus = { isLogging: true, stoppedLogging: stopped, startedLogging: started };

  test('is a stop since the last look of a trail that logs again', () => {
    const words = `the trail did not record from ${stopped} to ${started}`;
    expect(gapSince(status, {})).toBe(words);
    expect(gapSince(status, { stopped: '2026-10-01T00:00:00.000Z' })).toBe(words);
    // A time in the ledger that is later than now hides no stop.
    expect(gapSince(status, { stopped: '2099-01-01T00:00:00.000Z' })).toBe(words);
  });

  test('is no stop that an earlier look saw, and none at the first look, or while the trail does not log', () => {
    expect(gapSince(status, { stopped })).toBeUndefined();
    expect(gapSince(status, undefined)).toBeUndefined();
    expect(gapSince({ ...status, isLogging: false }, {})).toBeUndefined();
    expect(gapSince({ isLogging: true, startedLogging: started }, {})).toBeUndefined();
    expect(gapSince({ isLogging: true, startedLogging: started }, { stopped })).toBeUndefined();
  });

  test('of a moment ends when it began', () => {
    const words = `the trail did not record from ${stopped} to ${stopped}`;
    expect(gapSince({ ...status, startedLogging: stopped }, {})).toBe(words);
  });

  test('ends at an unknown time if AWS reports no later start', () => {
    const words = `the trail did not record from ${stopped} to an unknown time`;
    expect(gapSince({ isLogging: true, stoppedLogging: stopped }, {})).toBe(words);
    expect(gapSince({ ...status, startedLogging: '2026-11-20T08:00:00.000Z' }, {})).toBe(words);
  });
});
