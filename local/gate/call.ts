import type { OutgoingHttpHeaders } from 'node:http';
import type { Caller } from './caller.ts';

/** One request to an AWS API as it passes the gate. */
export interface Call {
  readonly time: Date;
  readonly method: string;
  /** The path with the query string, as sent. */
  readonly url: string;
  /** Lower-case names; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /**
   * The name that the request is signed for: `cloudtrail`, `logs`, `iam`, `monitoring`, …;
   * `unknown` when unsigned.
   */
  readonly service: string;
  /** AWS's operation name, such as `CreateTrail`; `METHOD /path` when the gate does not know it. */
  readonly operation: string;
  readonly region: string;
  readonly caller: Caller;
  /**
   * The parsed parameters of JSON and query protocols; absent for uploads, and when the path holds
   * them.
   */
  readonly input?: Readonly<Record<string, unknown>>;
}

/** The HTTP response to a call. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<OutgoingHttpHeaders>;
  readonly body: Buffer;
}

/** The rest of the chain, ending at the emulator. */
export type Next = (call: Call) => Promise<Answer>;

/**
 * One thing that AWS does and the emulator does not. A behaviour sees each call on its way in and
 * the answer on its way out, and passes on every call that does not concern it. Each behaviour has
 * a file of its own, which names AWS's documentation or another source.
 */
export type Behaviour = (call: Call, next: Next) => Promise<Answer>;

/** Combines behaviours into one: the first is the outermost, nearest to the caller. */
export function chain(behaviours: readonly Behaviour[], last: Next): Next {
  return behaviours.reduceRight<Next>((next, behaviour) => (call) => behaviour(call, next), last);
}
