import { createHash } from 'node:crypto';
import type { TrailId } from '../model/trail-id.ts';

/** The tag that marks what trailmend created; its value is the trail's ARN. */
export const TRAIL_TAG = 'trailmend:trail';
/** The tag with which an owner excludes a trail. */
export const EXCLUDE_TAG = 'trailmend:exclude';
/** The tag with which an owner allows the repair of a trail with data events: `fix`. */
export const DATA_EVENTS_TAG = 'trailmend:data-events';
/** The path of every delivery role: the function may create and pass roles only there. */
export const DELIVERY_ROLE_PATH = '/trailmend/';
export const DELIVERY_ROLE_PREFIX = 'trailmend-';
/** The path of the one delivery role of a stack, which the function may not write. */
export const STACK_ROLE_PATH = '/trailmend-delivery/';
/** The event rule for changes of trails, in the hub and in the Region of each forwarder. */
export const TRAIL_CHANGES_RULE = 'trailmend-trail-changes';
/** A forwarder's dead-letter queue, for events that EventBridge could not put on the hub's bus. */
export const NOT_FORWARDED_QUEUE = 'trailmend-not-forwarded';
/** The topic for chat applications, in the Region of the hub. */
export const CHAT_TOPIC_NAME = 'trailmend-chat';
/** The source and the detail type of outcomes on the account's event bus. */
export const OUTCOME_EVENT = { Source: 'trailmend', DetailType: 'Trail Outcome' } as const;
/**
 * What the log entry of a finished sweep has, unless it was requested for some Regions. A metric
 * filter counts these entries, and an alarm says when there are none.
 */
export const FINISHED_SWEEP = { message: 'sweep', scope: 'full' } as const;

/** The source and the detail type of probes on the event bus of each Region with an event rule. */
export const PROBE_EVENT = { Source: 'trailmend', DetailType: 'Trailmend Probe' } as const;
/** Begins the names of a forwarder's role and of its stack in the CDK app. The Region follows. */
export const FORWARDER_STACK_PREFIX = 'TrailmendForwarder-';

/** IAM role names have at most 64 characters and are unique regardless of case (IAM quotas). */
const ROLE_NAME_LENGTH = 64;
/** Control Tower and StackSets reserve these names: their guardrails deny changes. */
const RESERVED = /aws-?controltower|stacksets-exec-/gi;

/**
 * The name of a trail's delivery role: `trailmend-TRAIL-REGION-HASH-GENERATION`, at most 64
 * characters. The hash of the ARN distinguishes truncated names and names that differ in case.
 * @param generation 1 for the first role
 */
export function deliveryRoleName(id: TrailId, generation: number): string {
  const end = `-${id.region}-${shortHash(id.arn)}-${generation}`;
  const room = ROLE_NAME_LENGTH - DELIVERY_ROLE_PREFIX.length - end.length;
  return `${DELIVERY_ROLE_PREFIX}${replaceReserved(id.name).slice(0, room)}${end}`;
}

/** The names for a trail's log group. trailmend uses the second if the first is taken. */
export function logGroupNames(id: TrailId, prefix: string): readonly [string, string] {
  const name = `${prefix}${replaceReserved(id.name)}`;
  return [name, `${name}-${shortHash(id.arn)}`];
}

function replaceReserved(name: string): string {
  return name.replace(RESERVED, 'ct');
}

/** The hash with which the ledger remembers the id of a probe. */
export function probeHash(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

/** The first digits of the SHA-256, to distinguish names and texts. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** The principal in the keys of the ledger, whatever characters and length its name has. */
export function principalKey(principal: string): string {
  return createHash('sha256').update(principal).digest('hex').slice(0, 16);
}
