import { PROBE_EVENT } from '../core/integration/names.ts';
import { LOG_GROUP_CALLS } from './log-group-calls.ts';

/** Calls with which an attacker disables detection. trailmend reports denied attempts. */
export const BLINDING: readonly string[] = ['StopLogging', 'DeleteTrail', 'UpdateTrail'];

const SUCCEEDED = { errorCode: [{ exists: false }] };
/** The error codes in CloudTrail events of calls that IAM or an SCP denied. */
const DENIED = {
  errorCode: ['AccessDenied', 'UnauthorizedOperation', 'Client.AccessDenied', 'Client.UnauthorizedOperation'].map(
    (prefix) => ({ prefix }),
  ),
};

/** What the event patterns are limited to. The values may be CloudFormation references. */
export interface PatternScope {
  readonly account: string;
  /** Calls on other log groups than those with this prefix match only if they delete one. */
  readonly logGroupPrefix: string;
}

/**
 * The event pattern of the hub: calls that can affect the delivery of a trail or the evidence in
 * trailmend's log groups, denied attempts to disable a trail, and trailmend's own probes. It has no
 * Region, because forwarded events keep their own. It has the account, because an event bus may
 * receive events of other accounts. The function handles wrong order, duplicates and losses. Probes
 * are an alternative of their own: anybody who may put events can choose their detail.
 */
export function trailChangePattern({ account, logGroupPrefix }: PatternScope) {
  return { account: [account], $or: [callPattern(logGroupPrefix), PROBES] };
}

/** Only AWS puts events of these sources (EventBridge API reference, PutEvents). */
function callPattern(logGroupPrefix: string) {
  return {
    source: ['aws.cloudtrail', 'aws.logs'],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: {
      $or: [
        {
          eventSource: ['cloudtrail.amazonaws.com'],
          eventName: [
            'CreateTrail',
            'UpdateTrail',
            'StopLogging',
            'StartLogging',
            'PutEventSelectors',
            'DeleteTrail',
            'AddTags',
            'RemoveTags',
          ],
          ...SUCCEEDED,
        },
        { eventSource: ['cloudtrail.amazonaws.com'], eventName: [...BLINDING], ...DENIED },
        { eventSource: ['logs.amazonaws.com'], eventName: ['DeleteLogGroup'], ...SUCCEEDED },
        ...logGroupPatterns(logGroupPrefix),
      ],
    },
  };
}

const PROBES = { source: [PROBE_EVENT.Source], 'detail-type': [PROBE_EVENT.DetailType] };

/**
 * The event pattern of a forwarder. Only events of its own Region, so that none is forwarded twice.
 */
export function forwardedChangePattern(scope: PatternScope, region: string) {
  return { ...trailChangePattern(scope), region: [region] };
}

/** The log groups of the account that have another prefix must not start the function. */
function logGroupPatterns(logGroupPrefix: string) {
  const byName = { prefix: logGroupPrefix };
  const byArn = { wildcard: `arn:*:log-group:${logGroupPrefix}*` };
  const on = (field: keyof typeof LOG_GROUP_CALLS, groups: readonly object[]) => ({
    eventSource: ['logs.amazonaws.com'],
    eventName: [...LOG_GROUP_CALLS[field]],
    requestParameters: { [field]: [...groups] },
    ...SUCCEEDED,
  });
  return [on('logGroupName', [byName]), on('logGroupIdentifier', [byName, byArn]), on('resourceArn', [byArn])];
}
