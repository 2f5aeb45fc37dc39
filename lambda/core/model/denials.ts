import type { RepeatedCall } from './outcome.ts';
import type { Actor } from './trigger.ts';
import { nameToSave } from './trigger.ts';

/** A call that AWS denied, to count. */
export interface DeniedCall {
  readonly principal: string;
  readonly eventName: string;
  readonly eventId: string;
  /** When it was made, ISO 8601, UTC. */
  readonly time: string;
  /** The trail that it names, `NAME (REGION)`, or only the Region. The trail may not exist. */
  readonly target: string;
}

/** What the ledger counts about one principal. Times are ISO 8601, UTC. */
export interface DeniedCalls {
  readonly principal: string;
  /** When trailmend last notified people about the principal. */
  readonly notified?: string;
  /** The run that is about to notify people. */
  readonly claim?: { readonly holder: string; readonly time: string };
  /** The calls that no message reported yet, by the name of the call. */
  readonly calls: readonly RepeatedCall[];
}

/** The role of a session, whose caller chooses its name; else the user. */
export function principalOf(actor: Actor): string {
  return nameToSave({ ...actor, name: actor.issuer ?? actor.name });
}
