/** Calls with which an attacker disables detection. trailmend reports denied attempts. */
export const BLINDING: readonly string[] = ['StopLogging', 'DeleteTrail', 'UpdateTrail'];

const SUCCEEDED = { errorCode: [{ exists: false }] };
/** The error codes in CloudTrail events of calls that IAM or an SCP denied. */
const DENIED = {
  errorCode: ['AccessDenied', 'UnauthorizedOperation', 'Client.AccessDenied', 'Client.UnauthorizedOperation'].map(
    (prefix) => ({ prefix }),
  ),
};

/**
 * The event pattern of the hub: calls that can affect the delivery of a trail, and denied attempts
 * to disable it. It has no Region, because forwarded events keep their own. It has the account,
 * because an event bus may receive events of other accounts. The function handles wrong order,
 * duplicates and losses.
 */
export function trailChangePattern(account: string) {
  return {
    source: ['aws.cloudtrail', 'aws.logs'],
    'detail-type': ['AWS API Call via CloudTrail'],
    account: [account],
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
      ],
    },
  };
}

/**
 * The event pattern of a forwarder. Only events of its own Region, so that none is forwarded twice.
 */
export function forwardedChangePattern(account: string, region: string) {
  return { ...trailChangePattern(account), region: [region] };
}
