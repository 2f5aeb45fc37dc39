import * as z from 'zod/mini';
import { LocalAwsError } from '../local-aws-error.ts';
import type { BusEvent } from './record.ts';

const COUNT = z.int().check(z.gte(1));
const CRITERIA = {
  /** The record's event name, such as `UpdateTrail`; any when absent. */
  eventName: z.optional(z.string()),
  /** Such as `cloudtrail.amazonaws.com`; any when absent. */
  eventSource: z.optional(z.string()),
  account: z.optional(z.string()),
  /**
   * Only the nth matching event, counted from 1 since the plan was set; every matching event when
   * absent.
   */
  nth: z.optional(COUNT),
};
const DISTURBANCE = z.discriminatedUnion('does', [
  z.strictObject({ ...CRITERIA, does: z.literal('lose') }),
  /** Delivers the event `times` times in all: 2 when absent. */
  z.strictObject({ ...CRITERIA, does: z.literal('duplicate'), times: z.optional(COUNT) }),
  z.strictObject({ ...CRITERIA, does: z.literal('delay'), milliseconds: z.number().check(z.gte(0)) }),
  /**
   * Holds the event back until `behind` later events of the account (1 when absent) are delivered,
   * or all are released.
   */
  z.strictObject({ ...CRITERIA, does: z.literal('reorder'), behind: z.optional(COUNT) }),
  /** Throttles the first attempts to deliver the event to a target. */
  z.strictObject({ ...CRITERIA, does: z.literal('throttle'), attempts: COUNT }),
]);

/** A failure of EventBridge. The first entry of a plan that matches an event decides about it. */
export type Disturbance = z.infer<typeof DISTURBANCE>;

/** Whether an entry applies to an event, apart from its `nth`. */
export function matchesEvent({ eventName, eventSource, account }: Disturbance, event: BusEvent): boolean {
  return (
    (eventName === undefined || eventName === event.detail['eventName']) &&
    (eventSource === undefined || eventSource === event.detail['eventSource']) &&
    (account === undefined || account === event.account)
  );
}

/**
 * Validates a plan.
 * @throws LocalAwsError for the first invalid entry
 */
export function disturbancePlanFrom(plan: unknown): readonly Disturbance[] {
  if (!Array.isArray(plan)) {
    throw new LocalAwsError(`A plan of disturbances is a list of entries, not ${JSON.stringify(plan)}.`);
  }
  return plan.map((entry, index) => {
    const parsed = z.safeParse(DISTURBANCE, entry);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') || 'the entry';
    throw new LocalAwsError(
      `Entry ${index + 1} of the plan of disturbances is invalid: ${where}: ${issue?.message}. It is ${JSON.stringify(entry)}.`,
    );
  });
}
