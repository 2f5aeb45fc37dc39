import * as z from 'zod/mini';
import { optional, type TypeOf, text, time } from './schema.ts';

const actorSchema = z.object({
  /** `IAMUser`, `AssumedRole`, `Root`, …: an open set. */
  type: text,
  /** The ARN, else the name of the service or the user, else the account. */
  name: text,
  sourceIp: optional(text),
  /** The role of an assumed-role session. Its caller chooses the session name. */
  issuer: optional(text),
  /** The kind of tool that the user agent names, such as `Terraform`. */
  tool: optional(text),
});

const callSchema = z.object({
  kind: z.literal('event'),
  eventName: text,
  eventId: text,
  eventTime: time,
  actor: actorSchema,
  tampering: optional(
    z.enum([
      'stopped',
      'accept-tag',
      'deleted',
      'blanked',
      'log-group-deleted',
      'log-stream-deleted',
      'log-group-untagged',
      'denied-attempt',
      'exclusion-changed',
    ]),
  ),
  /** The error of a denied attempt. */
  errorCode: optional(text),
  /** The log group of a call to CloudWatch Logs. */
  logGroupArn: optional(text),
});

const sweepSchema = z.object({
  kind: z.literal('sweep'),
  /** When the sweep was due or started. */
  time,
});

export const triggerSchema = z.union([callSchema, sweepSchema]);

/** Who made the call, as far as the event says. */
export type Actor = TypeOf<typeof actorSchema>;
/** An API call that CloudTrail recorded. */
export type CallTrigger = TypeOf<typeof callSchema>;
/** A sweep, which its time identifies. */
export type SweepTrigger = TypeOf<typeof sweepSchema>;
/** What started a run. */
export type Trigger = TypeOf<typeof triggerSchema>;
/** An action that trailmend reports at once, whether or not it repairs the trail. */
export type Tampering = NonNullable<CallTrigger['tampering']>;

/** The call that started a run; undefined for a sweep. */
export function callOf(trigger: Trigger): CallTrigger | undefined {
  return trigger.kind === 'event' ? trigger : undefined;
}

/** The name of a caller, as long as many of them fit in an item of the ledger. */
export function nameToSave({ name }: Actor): string {
  return name.slice(0, 300);
}

export function isStartedBy(trigger: Trigger, eventName: string): boolean {
  return callOf(trigger)?.eventName === eventName;
}

/** The event or the sweep holds the lease, so that its retry adopts the lease of a crashed run. */
export function holderOf(trigger: Trigger): string {
  return trigger.kind === 'event' ? trigger.eventId : `sweep ${trigger.time}`;
}
