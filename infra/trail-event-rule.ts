import { Aws, Duration } from 'aws-cdk-lib';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { TRAIL_CHANGES_RULE } from '../lambda/core/integration/names.ts';
import { forwardedChangePattern, trailChangePattern } from '../lambda/events/event-pattern.ts';

/** The event pattern of the hub's rule. */
const TRAIL_EVENT_PATTERN: EventPattern = toCdkPattern(trailChangePattern(Aws.ACCOUNT_ID));

/** The event pattern of the forwarder's rule in a Region. */
export function forwardedEventPattern(region: string): EventPattern {
  return toCdkPattern(forwardedChangePattern(Aws.ACCOUNT_ID, region));
}

type Pattern = ReturnType<typeof trailChangePattern> & Partial<ReturnType<typeof forwardedChangePattern>>;

/** CDK spells `detail-type` in its own way. */
function toCdkPattern({ 'detail-type': detailType, ...pattern }: Pattern): EventPattern {
  return { ...pattern, detailType };
}

/**
 * Adds the event rule that starts the function. Events that EventBridge cannot deliver within six
 * hours go to `undelivered`.
 */
export function addTrailEventRule(scope: Construct, id: string, target: IFunction, undelivered: IQueue): Rule {
  return new Rule(scope, id, {
    ruleName: TRAIL_CHANGES_RULE,
    description:
      'Starts trailmend when a CloudTrail trail is changed, a log group is deleted, or an attempt to stop, update or delete a trail is denied',
    eventPattern: TRAIL_EVENT_PATTERN,
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
