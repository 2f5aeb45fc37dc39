import { expect, test } from '@jest/globals';
import { deliveryText } from '../../../cli/output/delivery.ts';

const id = (region: string, name: string) => ({
  arn: `arn:aws:cloudtrail:${region}:111122223333:trail/${name}`,
  ...{ partition: 'aws', region, account: '111122223333', name },
});

test('the trails of verify stand in columns, with the two clocks and what is wrong', () => {
  const text = deliveryText([
    { id: id('us-east-1', 'audit'), state: 'broken', bucket: '2026-01-01T00:00:00Z', why: ['a. role', 'denied.'] },
    { id: id('eu-west-1', 'a'), state: 'unread', why: ['GetTrailStatus\nreturned'] },
  ]);
  expect(text.split('\n')).toEqual([
    'BROKEN  us-east-1  audit  last delivery to CloudWatch Logs: never, to the bucket: 2026-01-01T00:00:00Z; a. role; denied',
    String.raw`UNREAD  eu-west-1  a      GetTrailStatus\u000areturned`,
    '',
  ]);
  expect(deliveryText([])).toBe('');
});
