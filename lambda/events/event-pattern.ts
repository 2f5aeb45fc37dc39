const SUCCEEDED = { errorCode: [{ exists: false }] };
/** The codes by which CloudTrail records a call that IAM or an SCP refused, as services spell it. */
const DENIED = {
  errorCode: ['AccessDenied', 'UnauthorizedOperation', 'Client.AccessDenied', 'Client.UnauthorizedOperation'].map(
    (prefix) => ({ prefix }),
  ),
};

/**
 * The event pattern of the rule that hears of changes: the calls that can change whether a trail is integrated, and the attempts to blind
 * it that were denied. Failed calls for other reasons changed nothing. Order, duplicates and losses are the function's business:
 * EventBridge promises none of it. No region stands here: an event that a forwarder put on the hub's bus keeps the region that it is
 * from. The account does: a bus that gathers the events of several accounts would bring those of others, whose trails are not this
 * account's to repair or to tell of.
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
        {
          eventSource: ['cloudtrail.amazonaws.com'],
          eventName: ['StopLogging', 'DeleteTrail', 'UpdateTrail'],
          ...DENIED,
        },
        { eventSource: ['logs.amazonaws.com'], eventName: ['DeleteLogGroup'], ...SUCCEEDED },
      ],
    },
  };
}

/**
 * The event pattern of a forwarder's rule: events of its own region alone. What another region forwarded is not forwarded again, wherever
 * the template is deployed.
 */
export function forwardedChangePattern(account: string, region: string) {
  return { ...trailChangePattern(account), region: [region] };
}
