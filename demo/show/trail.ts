import { styleText } from 'node:util';
import type { SeenTrail } from '../look.ts';
import { type Row, table } from './table.ts';

/** A trail twice, as it was and as it is. */
export function trailLines(before: SeenTrail, after: SeenTrail): readonly string[] {
  return table([
    ['log group', 'before', set(before.logGroupArn)],
    ['', 'after', set(after.logGroupArn)],
    ['role', 'before', set(before.roleArn)],
    ['', 'after', set(after.roleArn)],
    ['logging', 'before', before.isLogging ? 'yes' : 'no'],
    ['', 'after', after.isLogging ? 'yes' : 'no'],
  ]);
}

/** A trail as it was, as it was left, and as it is now, each value once where it stayed; undefined where there was no trail. */
export function trailCourse(seen: readonly [Seen, Seen, Seen]): readonly string[] {
  return table([
    ...course('log group', seen, ({ logGroupArn }) => set(logGroupArn)),
    ...course('role', seen, ({ roleArn }) => set(roleArn)),
    ...course('logging', seen, ({ isLogging }) => (isLogging ? 'yes' : styleText('red', 'no'))),
  ]);
}

const TIMES = ['before', 'then', 'now'] as const;

function course(label: string, seen: readonly Seen[], read: (trail: SeenTrail) => string): readonly Row[] {
  const values = seen.map((trail) => (trail ? read(trail) : styleText('red', 'no trail')));
  const [first = ''] = values;
  if (values.every((value) => value === first)) return [[label, 'always', first]];
  return values.map((value, index): Row => [index === 0 ? label : '', TIMES[index] ?? '', value]);
}

type Seen = SeenTrail | undefined;

function set(arn: string | undefined): string {
  return arn ? styleText('green', arn) : styleText('red', 'not set');
}
