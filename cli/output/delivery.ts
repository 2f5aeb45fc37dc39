import { sentence } from '../../lambda/core/model/foreign-text.ts';
import type { TrailId } from '../../lambda/core/model/trail-id.ts';
import type { DeliveryState } from '../delivery-state.ts';
import { columns } from './columns.ts';
import { clauses } from './rows.ts';

const WORDS: Readonly<Record<DeliveryState['state'], string>> = {
  delivers: 'DELIVERS',
  waiting: 'WAITING',
  broken: 'BROKEN',
  unread: 'UNREAD',
};

/** Whether AWS delivers the events of trails, for people: a line for each trail. */
export function deliveryText(states: readonly (DeliveryState & { readonly id: TrailId })[]): string {
  const lines = states.map(({ id, state, logs, bucket, why }) => {
    const clocks = `last delivery to CloudWatch Logs: ${logs ?? 'never'}, to the bucket: ${bucket ?? 'never'}`;
    const what = clauses([...(state === 'unread' ? [] : [clocks]), ...why]);
    return [WORDS[state], id.region, sentence(id.name), what];
  });
  return columns(lines)
    .map((line) => `${line}\n`)
    .join('');
}
