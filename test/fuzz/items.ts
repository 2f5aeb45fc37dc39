import { marshall } from '@aws-sdk/util-dynamodb';
import * as fc from 'fast-check';
import { damaged, ofAnyType, ofItsType } from './damaged.ts';

/** What the ledger answers: nothing, an item as trailmend writes it, or one as a newer trailmend or a person may have left it. */
export function itemAnswer(item: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.constant({}),
    damaged(item, ofAnyType).map((left) =>
      isItem(left) ? { Item: marshall(left, { removeUndefinedValues: true }) } : {},
    ),
    damaged({ Item: marshall(item) }, ofItsType),
  );
}

function isItem(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
