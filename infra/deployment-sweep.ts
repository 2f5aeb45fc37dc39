import { Aws, Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * Starts a sweep when CloudFormation has created or updated this stack, so that the ledger knows
 * every trail, and a change from dry-run to fix repairs at once.
 * Source: CloudFormation user guide, "Stack Status Change event detail"; EventBridge events
 * reference, "AWS CloudFormation events" (delivery type durable).
 */
export function addDeploymentSweep(scope: Construct, id: string, target: IFunction, undelivered: IQueue): Rule {
  return new Rule(scope, id, {
    description: 'Starts a trailmend sweep when the trailmend stack was created or updated',
    eventPattern: {
      source: ['aws.cloudformation'],
      detailType: ['CloudFormation Stack Status Change'],
      detail: {
        'stack-id': [Aws.STACK_ID],
        'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] },
      },
    },
    targets: [
      new LambdaFunction(target, {
        event: RuleTargetInput.fromObject({ kind: 'sweep' }),
        deadLetterQueue: undelivered,
        retryAttempts: 185,
        maxEventAge: Duration.hours(6),
      }),
    ],
  });
}
