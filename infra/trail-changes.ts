import { Aws, Duration } from 'aws-cdk-lib';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { TRAIL_CHANGES_RULE } from '../lambda/core/integration/names.ts';
import { forwardedChangePattern, trailChangePattern } from '../lambda/events/event-pattern.ts';

/** The event pattern of the hub's rule. */
export const TRAIL_CHANGES: EventPattern = patternOf(trailChangePattern(Aws.ACCOUNT_ID));

/** The event pattern of the rule of a forwarder in a region. */
export function forwardedFrom(region: string): EventPattern {
  return patternOf(forwardedChangePattern(Aws.ACCOUNT_ID, region));
}

/** CDK has a name of its own for one of EventBridge's fields. */
type Pattern = ReturnType<typeof trailChangePattern> & Partial<ReturnType<typeof forwardedChangePattern>>;
function patternOf({ 'detail-type': detailType, ...pattern }: Pattern): EventPattern {
  return { ...pattern, detailType };
}

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
