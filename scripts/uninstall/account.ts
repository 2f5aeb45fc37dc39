import { UserError } from '../../cli/errors.ts';
import type { Clients } from '../../lambda/aws/clients.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';

/** Where to look. */
export interface Account {
  readonly clients: Clients;
  /** Those that the account can use. */
  readonly regions: readonly string[];
  /** The Region of the hub. */
  readonly hub: string;
}

export interface UnreadRegion {
  readonly region: string;
  readonly why: string;
}

/** @throws UserError for an unread fact without which nothing may be deleted */
export function known<T>(fact: Fact<T>): T {
  if (fact.read) return fact.value;
  throw new UserError(`What is installed is unread: ${fact.why}. Allow the call, or use other credentials.`);
}
