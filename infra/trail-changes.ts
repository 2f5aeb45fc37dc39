import { Aws, Duration } from 'aws-cdk-lib';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { TRAIL_CHANGES_RULE } from '../lambda/core/names.ts';

const SUCCEEDED = { errorCode: [{ exists: false }] };
/** The codes by which CloudTrail records a call that IAM or an SCP refused, as services spell it. */
const DENIED = {
  errorCode: ['AccessDenied', 'UnauthorizedOperation', 'Client.AccessDenied', 'Client.UnauthorizedOperation'].map(
    (prefix) => ({ prefix }),
  ),
};

/**
 * The calls that can change whether a trail is integrated, and the attempts to blind it that were denied. Failed calls for
 * other reasons changed nothing. Order, duplicates and losses are the function's business: EventBridge promises none of it.
 * No region stands here: an event that a forwarder put on the hub's bus keeps the region that it is from. The account does: a bus that
 * gathers the events of several accounts would bring those of others, whose trails are not this account's to repair or to tell of.
 */
export const TRAIL_CHANGES: EventPattern = {
  source: ['aws.cloudtrail', 'aws.logs'],
  detailType: ['AWS API Call via CloudTrail'],
  account: [Aws.ACCOUNT_ID],
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

/** Makes the rule that starts the function; what it cannot hand over within six hours goes to `undelivered`. */
export function startOnTrailChanges(scope: Construct, id: string, target: IFunction, undelivered: IQueue): Rule {
  return new Rule(scope, id, {
    ruleName: TRAIL_CHANGES_RULE,
    description: 'Starts trailmend when a CloudTrail trail or its log group was changed, or such a change was denied',
    eventPattern: TRAIL_CHANGES,
    targets: [
      new LambdaFunction(target, {
        deadLetterQueue: undelivered,
        // The most that EventBridge allows, so that the age alone decides.
        retryAttempts: 185,
        maxEventAge: Duration.hours(6),
      }),
    ],
  });
}
