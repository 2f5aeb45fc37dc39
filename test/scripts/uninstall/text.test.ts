import { expect, test } from '@jest/globals';
import type { PlannedResource } from '../../../scripts/uninstall/plan.ts';
import { uninstallText } from '../../../scripts/uninstall/text.ts';

const group = (name: string): PlannedResource => ({
  action: 'STAYS',
  resource: { kind: 'log group', name, region: 'us-east-1' },
  why: 'events',
  endDelivery: [],
  byHand: `delete ${name}`,
});
const lastLines = (...names: readonly string[]): readonly string[] =>
  uninstallText('111122223333', names.map(group)).trimEnd().split('\n').slice(-2);

test.each(['/own/audit', 'Trailmend-RemediatorLog-1A2B'])(
  'the last line says to keep the command for %s, which another run does not find',
  (name) => {
    expect(lastLines(name, '/trailmend/audit')).toEqual([
      '  delete /trailmend/audit',
      'Keep these commands: without the stack, this program finds log groups under /trailmend/ only.',
    ]);
  },
);

test('the last line is a command if another run finds every log group', () => {
  expect(lastLines('/trailmend/audit')[1]).toBe('  delete /trailmend/audit');
});
