import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { LAST_RESORT_QUEUE } from './acknowledged.ts';

/** Makes a queue for events that could not be worked on: encrypted, TLS only, kept for 14 days, the longest SQS allows. */
export function lastResortQueue(scope: Construct, id: string): Queue {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  Validations.of(queue).acknowledge(...LAST_RESORT_QUEUE);
  return queue;
}
