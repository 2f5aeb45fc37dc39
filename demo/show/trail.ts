import { styleText } from 'node:util';
import type { Seen, SeenDelivery } from '../look.ts';
import { type Row, table } from './table.ts';

/** A trail at several times, each value once where it stayed. */
export function trailCourse(seen: Readonly<Partial<Record<Time, Seen>>>): readonly string[] {
  return table([
    ...course('log group', seen, ({ trail }) => set(trail.logGroupArn)),
    ...course('role', seen, ({ trail }) => set(trail.roleArn)),
    ...course('logging', seen, ({ trail }) => (trail.isLogging ? 'yes' : styleText('red', 'no'))),
    ...course('delivery', seen, ({ delivery }) => delivered(delivery)),
  ]);
}

/** `then`: when something had been done to it. */
type Time = 'before' | 'then' | 'now';

function course(
  label: string,
  times: Readonly<Partial<Record<Time, Seen>>>,
  read: (seen: Exclude<Seen, undefined>) => string,
): readonly Row[] {
  const values = Object.entries(times).map(([time, seen]) => [time, seen ? read(seen) : styleText('red', 'no trail')]);
  const [[, first = ''] = []] = values;
  if (values.every(([, value]) => value === first)) return [[label, 'always', first]];
  return values.map((value, index): Row => [index === 0 ? label : '', ...value]);
}

function set(arn: string | undefined): string {
  return arn ? styleText('green', arn) : styleText('red', 'not set');
}

function delivered({ at, error }: SeenDelivery): string {
  if (error !== undefined) return styleText('red', `failed: ${error}`);
  return at ? styleText('green', `last at ${at.toISOString()}`) : styleText('red', 'none yet');
}
