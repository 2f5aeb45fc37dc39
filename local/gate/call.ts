import type { OutgoingHttpHeaders } from 'node:http';
import type { Caller } from './caller.ts';

/** One request to an AWS API as it passes the gate. */
export interface Call {
  readonly time: Date;
  readonly method: string;
  /** Path with query string, as sent. */
  readonly url: string;
  /** Lower-case names; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The name that the request is signed for: `cloudtrail`, `logs`, `iam`, `monitoring`, …; `unknown` when unsigned. */
  readonly service: string;
  /** AWS's operation name, such as `CreateTrail`; `METHOD /path` where it is not known. */
  readonly operation: string;
  readonly region: string;
  readonly caller: Caller;
  /** The parsed parameters of JSON and query protocols; absent for uploads and where they are in the path. */
  readonly input?: Readonly<Record<string, unknown>>;
}

/** What is sent back to the caller. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<OutgoingHttpHeaders>;
  readonly body: Buffer;
}

/** The rest of the chain, ending at the emulator. */
export type Next = (call: Call) => Promise<Answer>;

/**
 * One thing that AWS does and the emulator does not. It sees each call on its way in and its answer on the way out, and
 * passes on what is not its business. Each stands in a file of its own that names the source of what it does.
 */
export type Behaviour = (call: Call, next: Next) => Promise<Answer>;

/** Behaviours as one: the first is the outermost, nearest to the caller. */
export function chain(behaviours: readonly Behaviour[], last: Next): Next {
  return behaviours.reduceRight<Next>((next, behaviour) => (call) => behaviour(call, next), last);
}
