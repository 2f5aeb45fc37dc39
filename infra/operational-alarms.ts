import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IAlarmAction, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

const EACH_FIVE_MINUTES = { period: Duration.minutes(5), statistic: 'Sum' };
/**
 * How many periods an alarm evaluates: SQS can publish the metrics of an idle queue 15 minutes
 * late.
 */
const EVALUATION_PERIODS = 4;

export interface MonitoredResources {
  readonly remediator: IFunction;
  /** Holds events that the function failed to process. */
  readonly failures: IQueue;
  /** Holds events that could not be delivered to the function. */
  readonly undelivered: IQueue;
  /** Topics that receive the alarms. */
  readonly actions: readonly IAlarmAction[];
}

/**
 * Adds one alarm for each way in which trailmend can stop working; a single occurrence raises it.
 * The queue alarms count messages sent. An alarm on queue depth would stay in ALARM until the queue
 * is emptied, and would hide the next failure.
 */
export function addOperationalAlarms(
  scope: Construct,
  { remediator, failures, undelivered, actions }: MonitoredResources,
): void {
  const alarms: Readonly<Record<string, { readonly metric: Metric; readonly description: string }>> = {
    ErrorsAlarm: {
      metric: remediator.metricErrors(EACH_FIVE_MINUTES),
      description:
        'The trailmend function returned an error. Lambda retries the event twice. The log of the function contains the cause.',
    },
    ThrottlesAlarm: {
      metric: remediator.metricThrottles(EACH_FIVE_MINUTES),
      description:
        'The trailmend function was throttled because the account has reached its concurrency limit. Lambda retries the event for up to six hours.',
    },
    FailuresAlarm: {
      metric: failures.metricNumberOfMessagesSent(EACH_FIVE_MINUTES),
      description:
        'trailmend could not process an event after all retries. The failure queue holds the event and its error. Check the trail that the event names.',
    },
    UndeliveredAlarm: {
      metric: undelivered.metricNumberOfMessagesSent(EACH_FIVE_MINUTES),
      description:
        'An event or a scheduled sweep could not be delivered to the trailmend function. The dead-letter queue holds it with the reason. Check the trail that an event names.',
    },
  };
  for (const [id, { metric, description }] of Object.entries(alarms)) {
    const alarm = metric.createAlarm(scope, id, {
      alarmDescription: description,
      threshold: 1,
      evaluationPeriods: EVALUATION_PERIODS,
      datapointsToAlarm: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(...actions);
  }
}
