import { Aws, Duration } from 'aws-cdk-lib';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { TRAIL_CHANGES_RULE } from '../lambda/core/integration/names.ts';
import { forwardedChangePattern, trailChangePattern } from '../lambda/events/event-pattern.ts';

/** The event pattern of the forwarder's rule in a Region. */
export function forwardedEventPattern(region: string, logGroupPrefix: string): EventPattern {
  return forwardedChangePattern({ account: Aws.ACCOUNT_ID, logGroupPrefix }, region);
}

export interface TrailEventRuleProps {
  readonly logGroupPrefix: string;
  readonly target: IFunction;
  /** Receives events that EventBridge cannot deliver within six hours. */
  readonly undelivered: IQueue;
}

/** Adds the event rule that starts the function. */
export function addTrailEventRule(
  scope: Construct,
  id: string,
  { logGroupPrefix, target, undelivered }: TrailEventRuleProps,
): Rule {
  return new Rule(scope, id, {
    ruleName: TRAIL_CHANGES_RULE,
    description:
      'Starts trailmend when a CloudTrail trail is changed, a log group is deleted, a log group of trailmend is changed, or an attempt to stop, update or delete a trail is denied',
    eventPattern: trailChangePattern({ account: Aws.ACCOUNT_ID, logGroupPrefix }),
    targets: [
      new LambdaFunction(target, {
        deadLetterQueue: undelivered,
        // The EventBridge maximum, so that only the age ends the retries.
        retryAttempts: 185,
        maxEventAge: Duration.hours(6),
      }),
    ],
  });
}
