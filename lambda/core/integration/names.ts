import { createHash } from 'node:crypto';
import type { TrailId } from '../model/trail-id.ts';

/** The tag that marks what trailmend made; its value is the trail's ARN. */
export const TRAIL_TAG = 'trailmend:trail';
/** The tag by which an owner excludes a trail. */
export const EXCLUDE_TAG = 'trailmend:exclude';
/** The tag by which an owner lets a trail with data events be integrated: `fix`. */
export const DATA_EVENTS_TAG = 'trailmend:data-events';
/** The path of every delivery role: the function may make and pass roles on this path alone. */
export const DELIVERY_ROLE_PATH = '/trailmend/';
/** What every delivery role's name begins with. */
export const DELIVERY_ROLE_PREFIX = 'trailmend-';
/** The rule that hears of changes, of this name in the hub and in each forwarder's region. */
export const TRAIL_CHANGES_RULE = 'trailmend-trail-changes';
/** What outcomes are called on the account's event bus. */
export const OUTCOME_EVENT = { Source: 'trailmend', DetailType: 'Trail Outcome' } as const;

/** IAM role names have at most 64 characters and are unique whatever their case (IAM quotas). */
const ROLE_NAME_LENGTH = 64;
/** Names that Control Tower's guardrails and StackSets claim for themselves: a change to them would be denied. */
const RESERVED = /aws-?controltower|stacksets-exec-/gi;

/**
 * The name of a trail's delivery role: `trailmend-TRAIL-REGION-HASH-GENERATION`, at most 64 characters. Roles are global, so
 * the region is in the name; the hash of the ARN keeps cut names and names that differ in case apart.
 * @param generation 1 for the first, one more for each successor
 */
export function deliveryRoleName(id: TrailId, generation: number): string {
  const end = `-${id.region}-${shortHash(id.arn)}-${generation}`;
  const room = ROLE_NAME_LENGTH - DELIVERY_ROLE_PREFIX.length - end.length;
  return `${DELIVERY_ROLE_PREFIX}${unreserved(id.name).slice(0, room)}${end}`;
}

/** The names that trailmend chooses for a trail's log group, in order of preference: the second when somebody else has the first. */
export function logGroupNames(id: TrailId, prefix: string): readonly [string, string] {
  const name = `${prefix}${unreserved(id.name)}`;
  return [name, `${name}-${shortHash(id.arn)}`];
}

function unreserved(name: string): string {
  return name.replace(RESERVED, 'ct');
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
