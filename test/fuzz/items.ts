import { marshall } from '@aws-sdk/util-dynamodb';
import * as fc from 'fast-check';
import { damaged, ofAnyType, ofSameType } from './damaged.ts';

/**
 * The response of the ledger: no item, an item as trailmend writes it, or one that a newer version
 * or an operator may have written.
 */
export function itemResponse(item: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.constant({}),
    damaged(item, ofAnyType).map((written) =>
      isItem(written) ? { Item: marshall(written, { removeUndefinedValues: true }) } : {},
    ),
    damaged({ Item: marshall(item) }, ofSameType),
  );
}

/** The table of the fuzz. */
export const LEDGER_TABLE = 'ledger';

/** The response of the ledger to a read of several items: this one, or none, or not yet. */
export function batchResponse(key: Readonly<Record<string, string>>, item: Parameters<typeof itemResponse>[0]) {
  const written = { ...item, ...key };
  const responseWith = (items: readonly unknown[]) => ({ Responses: { [LEDGER_TABLE]: items }, UnprocessedKeys: {} });
  return fc.oneof(
    itemResponse(written).map((response) => responseWith([Object(response).Item].filter(isItem))),
    damaged(responseWith([marshall(written)]), ofSameType),
    damaged(
      { Responses: { [LEDGER_TABLE]: [] }, UnprocessedKeys: { [LEDGER_TABLE]: { Keys: [marshall(key)] } } },
      ofSameType,
    ),
  );
}

function isItem(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
