import { EXCLUDE_TAG, TRAIL_TAG } from '../core/integration/names.ts';
import { ACCEPT_TAG } from '../core/model/posture.ts';
import type { Actor, CallTrigger, Tampering } from '../core/model/trigger.ts';
import { toolOf } from './caller-tool.ts';
import type { CloudTrailRecord } from './cloudtrail-event.ts';

/** Undefined: an ordinary change. */
export function tamperingOf({ eventName, requestParameters }: CloudTrailRecord): Tampering | undefined {
  if (eventName === 'StopLogging') return 'stopped';
  if (eventName === 'DeleteTrail') return 'deleted';
  if (eventName === 'DeleteLogGroup') return 'log-group-deleted';
  if (eventName === 'DeleteLogStream') return 'log-stream-deleted';
  if (eventName === 'UntagResource' || eventName === 'UntagLogGroup') {
    const keys = requestParameters?.['tagKeys'] ?? requestParameters?.['tags'];
    return Array.isArray(keys) && keys.includes(TRAIL_TAG) ? 'log-group-untagged' : undefined;
  }
  if (eventName === 'UpdateTrail') {
    const values = [requestParameters?.['cloudWatchLogsLogGroupArn'], requestParameters?.['cloudWatchLogsRoleArn']];
    return values.includes('') ? 'blanked' : undefined;
  }
  if (eventName === 'AddTags' || eventName === 'RemoveTags') {
    const tags = requestParameters?.['tagsList'];
    if (hasTag(tags, EXCLUDE_TAG)) return 'exclusion-changed';
    return eventName === 'AddTags' && hasTag(tags, ACCEPT_TAG) ? 'accept-tag' : undefined;
  }
  return undefined;
}

function hasTag(tags: unknown, key: string): boolean {
  return Array.isArray(tags) && tags.some((tag) => tag?.key === key);
}

/** @param tampered what the caller tampered with, if anything */
export function triggerFrom(record: CloudTrailRecord, tampered: Tampering | undefined): CallTrigger {
  const { eventName, eventID, eventTime, errorCode } = record;
  return {
    kind: 'event',
    eventName,
    eventId: eventID,
    eventTime,
    actor: actorFrom(record),
    ...(tampered && { tampering: tampered }),
    ...(errorCode && { errorCode }),
  };
}

function actorFrom({ userIdentity, sourceIPAddress, userAgent }: CloudTrailRecord): Actor {
  const tool = toolOf(userAgent);
  const { type, arn, invokedBy, userName, accountId, sessionContext } = userIdentity;
  const issuer = sessionContext?.sessionIssuer?.arn;
  const name = arn ?? invokedBy ?? userName ?? accountId ?? 'unknown';
  return {
    type: type ?? 'Unknown',
    name,
    ...(sourceIPAddress && { sourceIp: sourceIPAddress }),
    ...(issuer && { issuer }),
    ...(tool && { tool }),
  };
}
