import * as z from 'zod/mini';
import { optional, type TypeOf, text, time } from './schema.ts';

const actorSchema = z.object({
  /** `IAMUser`, `AssumedRole`, `Root`, …: an open set. */
  type: text,
  /** The ARN, the name of the service or the account: the best name that the event has. */
  name: text,
  sourceIp: optional(text),
  /** The role of an assumed-role session. The session name is chosen by the caller. */
  issuer: optional(text),
});

const callSchema = z.object({
  kind: z.literal('event'),
  eventName: text,
  eventId: text,
  eventTime: time,
  actor: actorSchema,
  tampering: optional(z.enum(['stopped', 'deleted', 'blanked', 'denied-attempt', 'exclusion-changed'])),
  /** The error that a denied attempt met. */
  errorCode: optional(text),
  /** The log group that DeleteLogGroup deleted. */
  logGroupArn: optional(text),
});

const sweepSchema = z.object({
  kind: z.literal('sweep'),
  /** When the sweep was due, or began. */
  time,
});

export const triggerSchema = z.union([callSchema, sweepSchema]);

/** Who made the call that started a run, as far as the event says. */
export type Actor = TypeOf<typeof actorSchema>;
/** An API call, as CloudTrail recorded it. */
export type CallTrigger = TypeOf<typeof callSchema>;
/** A sweep. Its time identifies it. */
export type SweepTrigger = TypeOf<typeof sweepSchema>;
/** What started a run. */
export type Trigger = TypeOf<typeof triggerSchema>;
/** What a caller did that is reported at once, whether or not the trail is repaired. */
export type Tampering = NonNullable<CallTrigger['tampering']>;

/** The call that started a run; undefined for a sweep. */
export function callOf(trigger: Trigger): CallTrigger | undefined {
  return trigger.kind === 'event' ? trigger : undefined;
}

/** Whether a call of this name started the run. */
export function isStartedBy(trigger: Trigger, eventName: string): boolean {
  return callOf(trigger)?.eventName === eventName;
}
