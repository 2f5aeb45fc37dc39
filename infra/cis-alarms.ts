import { type CfnCondition, Duration } from 'aws-cdk-lib';
import { type CfnAlarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { METRIC_NAMESPACE, MONITORING_FILTERS } from '../lambda/core/integration/cis-filters.ts';

/** How many periods back an alarm looks: CloudTrail delivers to CloudWatch Logs about five minutes after a call, at times later. */
const LATE_PERIODS = 3;

export interface CisAlarmsProps {
  /** In the same region: alarms reach no other. */
  readonly topic: ITopic;
  /** The alarms exist only where this holds. */
  readonly wanted: CfnCondition;
}

/**
 * One alarm for each monitoring filter, in the region where the log groups with the filters are, since a metric is known in the
 * region of its group alone. The function writes the filters, because it makes the groups; the alarms are there before.
 */
export class CisAlarms extends Construct {
  constructor(scope: Construct, id: string, { topic, wanted }: CisAlarmsProps) {
    super(scope, id);
    for (const { metric, cis, meaning } of MONITORING_FILTERS) {
      const counted = new Metric({
        namespace: METRIC_NAMESPACE,
        metricName: metric,
        period: Duration.minutes(5),
        statistic: 'Sum',
      });
      const alarm = counted.createAlarm(this, metric, {
        alarmDescription: `${meaning} CIS AWS Foundations Benchmark 4.${cis} (v1.3 to v5). The log group of the trail has the records.`,
        threshold: 1,
        evaluationPeriods: LATE_PERIODS,
        datapointsToAlarm: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(new SnsAction(topic));
      (alarm.node.defaultChild as CfnAlarm).cfnOptions.condition = wanted;
    }
  }
}
