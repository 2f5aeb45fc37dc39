import { expect, test } from '@jest/globals';
import { type Probe, probeResult } from '../../../../lambda/core/model/probe.ts';

const NOW = '2026-11-20T10:00:00.000Z';
const SENT = '2026-11-20T09:00:00.000Z';

test.each<[string, Partial<Probe> | undefined, object]>([
  ['is unknown without a probe', undefined, { status: 'untested' }],
  ['is unknown for a probe that EventBridge did not accept', {}, { status: 'untested' }],
  ['is unknown for a time in the future', { sent: '2026-11-20T10:00:00.001Z' }, { status: 'untested' }],
  ['is unknown for something that is no time', { sent: 'soon' }, { status: 'untested' }],
  ['is pending at once', { sent: NOW }, { status: 'pending' }],
  ['is pending for three minutes', { sent: '2026-11-20T09:57:00.001Z' }, { status: 'pending' }],
  ['is missed then', { sent: '2026-11-20T09:57:00.000Z' }, { status: 'missed', sent: '2026-11-20T09:57:00.000Z' }],
  ['is arrived, however late', { sent: SENT, arrived: NOW }, { status: 'arrived' }],
  ['is arrived for a first probe', { arrived: SENT }, { status: 'arrived' }],
])('the result %s', (_, probe, result) => {
  expect(probeResult(probe && { hash: 'h', ...probe }, NOW)).toEqual(result);
});
