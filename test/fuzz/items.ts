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

function isItem(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
