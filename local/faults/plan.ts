import * as z from 'zod';
import { LocalAwsError } from '../local-aws-error.ts';

const countFrom1 = z.int().min(1);
const effect = z.enum(['before', 'after']);

const fault = z.discriminatedUnion('kind', [
  /** An error of AWS instead of the effect, or instead of the answer to a call that took effect. */
  z.strictObject({
    kind: z.literal('error'),
    effect,
    code: z.string().regex(/^[A-Za-z][A-Za-z0-9.]*$/),
    message: z.string(),
    status: z.int().min(400).max(599),
  }),
  /** The service's own error for too many requests, before the effect. */
  z.strictObject({ kind: z.literal('throttling') }),
  /** The connection is cut and the call takes no effect. */
  z.strictObject({ kind: z.literal('lost-request') }),
  /** The call takes effect, and the connection is cut instead of an answer. */
  z.strictObject({ kind: z.literal('lost-response') }),
  /** The call waits before it is forwarded. */
  z.strictObject({ kind: z.literal('latency'), milliseconds: z.int().min(1).max(900_000) }),
  /** The process of the calling function is killed, before the call takes effect or after it. */
  z.strictObject({ kind: z.literal('kill'), effect }),
]);

const entry = z.strictObject({
  /** The name that requests are signed for: `cloudtrail`, `logs`, `iam`, `sns`, … */
  service: z.string().regex(/^[a-z][a-z0-9-]*$/),
  operation: z.string().regex(/^[A-Z][A-Za-z0-9]*$/),
  /** Matches only calls of functions, or only calls of all other callers. */
  caller: z.exactOptional(z.enum(['function', 'user', 'administrator'])),
  /** Matches only calls with the keys of this account. */
  account: z.exactOptional(z.string().regex(/^\d{12}$/)),
  /** The first call that meets the fault, counted from 1 since the plan was set. */
  nth: countFrom1.default(1),
  /** How many consecutive calls meet it, from the nth on. */
  times: z.union([countFrom1, z.literal('always')]).default(1),
  fault,
});

/** The failure that a call meets. */
export type Fault = z.output<typeof fault>;
/** One fault, and the calls that meet it. */
export type FaultEntry = z.output<typeof entry>;
/** A fault plan as data: entries whose `nth` and `times` are 1 by default. */
export type FaultPlan = readonly z.input<typeof entry>[];

/**
 * A fault plan is invalid: the message gives the position of the entry, counted from 1, and the
 * reason.
 */
export class FaultPlanError extends LocalAwsError {
  override readonly name = 'FaultPlanError';
}

/**
 * Validates a fault plan.
 * @throws FaultPlanError for the first invalid entry
 */
export function faultPlanFrom(input: unknown): readonly FaultEntry[] {
  if (!Array.isArray(input)) throw new FaultPlanError(`A fault plan is a list of entries, not ${asJson(input)}.`);
  return input.map((given, index) => {
    const parsed = entry.safeParse(given);
    if (!parsed.success) throw refusal(index, given, parsed.error.issues.map(complaint).join('; '));
    if (parsed.data.fault.kind === 'kill' && parsed.data.caller !== 'function') {
      throw refusal(index, given, 'only a function can be killed: its caller has to be "function"');
    }
    return parsed.data;
  });
}

function refusal(index: number, given: unknown, why: string): FaultPlanError {
  return new FaultPlanError(`Entry ${index + 1} of the fault plan is invalid: ${why}. It is ${asJson(given)}.`);
}

function complaint({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}

function asJson(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
