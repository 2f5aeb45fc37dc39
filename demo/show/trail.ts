import { styleText } from 'node:util';
import type { DeliveryDescription, Snapshot } from '../describe.ts';
import { type Row, table } from './table.ts';

/** A trail before and after its change, and at the end. A value that did not change has one row. */
export function trailLines(snapshots: Snapshots): readonly string[] {
  const isGone = Object.values(snapshots).includes(undefined);
  return table([
    ...(isGone
      ? valueRows('trail', snapshots, (snapshot) => (snapshot ? 'exists' : styleText('red', 'does not exist')))
      : []),
    ...valueRows('log group', snapshots, (snapshot) => snapshot && valueText(snapshot.trail.logGroupArn)),
    ...valueRows('role', snapshots, (snapshot) => snapshot && valueText(snapshot.trail.roleArn)),
    ...valueRows('logging', snapshots, (snapshot) => snapshot && loggingText(snapshot.trail.isLogging)),
    ...valueRows('delivery', snapshots, (snapshot) => snapshot && deliveryText(snapshot.delivery)),
  ]);
}

/** `changed`: right after the change that the scenario makes. */
type Snapshots = Readonly<Partial<Record<'before' | 'changed' | 'now', Snapshot>>>;

/** @param read gives undefined for a time at which there is no value */
function valueRows(
  label: string,
  snapshots: Snapshots,
  read: (snapshot: Snapshot) => string | undefined,
): readonly Row[] {
  const times = Object.entries(snapshots);
  const values = times.flatMap(([time, snapshot]): [string, string][] => {
    const value = read(snapshot);
    return value === undefined ? [] : [[time, value]];
  });
  const [[, first = ''] = []] = values;
  const isUnchanged = values.length === times.length && values.every(([, value]) => value === first);
  if (isUnchanged) return [[label, 'unchanged', first]];
  return values.map((value, index): Row => [index === 0 ? label : '', ...value]);
}

function loggingText(isLogging: boolean): string {
  return isLogging ? 'yes' : styleText('red', 'no');
}

function valueText(arn: string | undefined): string {
  return arn ? styleText('green', arn) : styleText('red', 'not set');
}

function deliveryText({ at, error }: DeliveryDescription): string {
  if (error !== undefined) return styleText('red', `failed: ${error}`);
  return at ? styleText('green', `last at ${at.toISOString()}`) : styleText('red', 'none');
}
