import { Duration, Validations } from 'aws-cdk-lib';
import type { AddToResourcePolicyResult, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { DEAD_LETTER_QUEUE } from './acknowledgments.ts';

/**
 * Creates an encrypted queue for events that could not be processed. It requires TLS and keeps
 * messages for 14 days, the SQS maximum.
 * @param queueName its name where a permission or a reader depends on it
 */
export function deadLetterQueue(scope: Construct, id: string, queueName?: string): Queue {
  const queue = new DeadLetterQueue(scope, id, {
    ...(queueName !== undefined && { queueName }),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  Validations.of(queue).acknowledge(...DEAD_LETTER_QUEUE);
  return queue;
}

/** CDK names a statement after the path of its event rule, which differs between apps. */
class DeadLetterQueue extends Queue {
  override addToResourcePolicy(statement: PolicyStatement): AddToResourcePolicyResult {
    statement.sid = undefined;
    return super.addToResourcePolicy(statement);
  }
}
