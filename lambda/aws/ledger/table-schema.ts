/** The key attributes of the table. The sort key allows for other items of a trail. */
export const LEDGER_KEY = { partition: 'pk', sort: 'sk' } as const;
/** The attribute with the time after which DynamoDB deletes an item, in seconds since the epoch. */
export const LEDGER_EXPIRY = 'expires';
/** The version of the items. trailmend neither reads nor changes items of another version. */
export const ITEM_VERSION = 1;

/** @param now ISO 8601 */
export function expiryAt(now: string, afterMs: number): number {
  return Math.floor((Date.parse(now) + afterMs) / 1000);
}
