import { styleText } from 'node:util';
import type { DeliveryDescription, Snapshot } from '../describe.ts';
import { type Row, table } from './table.ts';

/** A trail before and after its change, and at the end. A value that did not change has one row. */
export function trailLines(snapshots: Readonly<Partial<Record<Time, Snapshot>>>): readonly string[] {
  return table([
    ...valueRows('log group', snapshots, ({ trail }) => valueText(trail.logGroupArn)),
    ...valueRows('role', snapshots, ({ trail }) => valueText(trail.roleArn)),
    ...valueRows('logging', snapshots, ({ trail }) => (trail.isLogging ? 'yes' : styleText('red', 'no'))),
    ...valueRows('delivery', snapshots, ({ delivery }) => deliveryText(delivery)),
  ]);
}

/** `changed`: right after the change that the scenario makes. */
type Time = 'before' | 'changed' | 'now';

function valueRows(
  label: string,
  snapshots: Readonly<Partial<Record<Time, Snapshot>>>,
  read: (snapshot: Exclude<Snapshot, undefined>) => string,
): readonly Row[] {
  const values = Object.entries(snapshots).map(([time, snapshot]) => [
    time,
    snapshot ? read(snapshot) : styleText('red', 'trail does not exist'),
  ]);
  const [[, first = ''] = []] = values;
  if (values.every(([, value]) => value === first)) return [[label, 'unchanged', first]];
  return values.map((value, index): Row => [index === 0 ? label : '', ...value]);
}

function valueText(arn: string | undefined): string {
  return arn ? styleText('green', arn) : styleText('red', 'not set');
}

function deliveryText({ at, error }: DeliveryDescription): string {
  if (error !== undefined) return styleText('red', `failed: ${error}`);
  return at ? styleText('green', `last at ${at.toISOString()}`) : styleText('red', 'none');
}
