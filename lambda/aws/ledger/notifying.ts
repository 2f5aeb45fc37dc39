import type { AwsResult } from '../../core/model/aws-result.ts';
import type { Notifying } from '../../core/model/memory.ts';
import { succeeded } from '../../core/model/result.ts';
import type { Condition } from './expressions.ts';
import { isUnmet } from './table.ts';

/**
 * Adds the condition that no other run has notified since this one read the item. An item that was
 * written before runs were counted has no number. A repeated write finds that it succeeded itself.
 */
export function unlessNotified({ notifications, notifier }: Notifying, when?: Condition): Condition | undefined {
  if (notifications === undefined) return when;
  const isAsSeen = 'attribute_not_exists(#notifications) OR #notifications = :seen OR #notifier = :notifier';
  return {
    ...when,
    // DynamoDB refuses redundant parentheses.
    expression: when ? `(${when.expression}) AND (${isAsSeen})` : isAsSeen,
    values: { ...when?.values, ':seen': notifications - 1, ':notifier': notifier ?? '' },
  };
}

/** The result of a write with no other condition. */
export function savedUnlessNotified(
  saved: AwsResult<unknown>,
  { notifications }: Notifying,
): AwsResult<'saved' | 'notified-meanwhile'> {
  if (saved.ok) return succeeded('saved');
  return isUnmet(saved) && notifications !== undefined ? succeeded('notified-meanwhile') : saved;
}
