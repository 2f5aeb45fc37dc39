/** The key attributes of the table. A trail has one item; items of other kinds can stand beside it under the same partition key. */
export const LEDGER_KEY = { partition: 'pk', sort: 'sk' } as const;
/** The attribute that says when an item may be deleted, in seconds since the epoch. */
export const LEDGER_EXPIRY = 'expires';
/** The version of the items. A newer trailmend may write another one, which this version neither reads nor changes. */
export const ITEM_VERSION = 1;
