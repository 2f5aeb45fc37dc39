import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

const EACH_FIVE_MINUTES = { period: Duration.minutes(5), statistic: 'Sum' };
/** How many periods back an alarm looks: SQS may publish the metric of a queue that was idle up to 15 minutes late. */
const LATE_PERIODS = 4;

/** What is watched. */
export interface Watched {
  readonly remediator: IFunction;
  readonly failures: IQueue;
  readonly undelivered: IQueue;
  readonly topic: ITopic;
}

/**
 * One alarm for each way in which trailmend can stop working, told to the topic at the first occurrence. Queues are watched by
 * messages sent, not by depth: a depth alarm stays on until somebody empties the queue, and so hides the next failure.
 */
export function watch(scope: Construct, { remediator, failures, undelivered, topic }: Watched): void {
  const alarms: Readonly<Record<string, { readonly metric: Metric; readonly meaning: string }>> = {
    ErrorsAlarm: {
      metric: remediator.metricErrors(EACH_FIVE_MINUTES),
      meaning:
        "trailmend's function ended with an error. Lambda tries the event twice more; the function's log tells the cause.",
    },
    ThrottlesAlarm: {
      metric: remediator.metricThrottles(EACH_FIVE_MINUTES),
      meaning:
        "trailmend's function was throttled: the account's concurrent executions are used up. Lambda tries again for six hours.",
    },
    FailuresAlarm: {
      metric: failures.metricNumberOfMessagesSent(EACH_FIVE_MINUTES),
      meaning:
        'trailmend gave up on an event after its retries: the failure queue holds it with the error. Look at the trail that it names.',
    },
    UndeliveredAlarm: {
      metric: undelivered.metricNumberOfMessagesSent(EACH_FIVE_MINUTES),
      meaning:
        "EventBridge could not start trailmend's function: the dead-letter queue holds the event with the reason. Look at the trail that it names.",
    },
  };
  for (const [id, { metric, meaning }] of Object.entries(alarms)) {
    const alarm = metric.createAlarm(scope, id, {
      alarmDescription: meaning,
      threshold: 1,
      evaluationPeriods: LATE_PERIODS,
      datapointsToAlarm: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(topic));
  }
}
