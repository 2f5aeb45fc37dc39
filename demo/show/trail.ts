import { styleText } from 'node:util';
import type { SeenTrail } from '../look.ts';
import { table } from './table.ts';

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

function set(arn: string | undefined): string {
  return arn ? styleText('green', arn) : styleText('red', 'not set');
}
