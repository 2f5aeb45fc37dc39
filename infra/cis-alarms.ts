import { type CfnCondition, Duration } from 'aws-cdk-lib';
import { type CfnAlarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { METRIC_NAMESPACE, MONITORING_FILTERS } from '../lambda/core/integration/cis-filters.ts';

/**
 * How many periods an alarm evaluates: CloudTrail delivers to CloudWatch Logs about five minutes
 * after a call, sometimes later.
 */
const EVALUATION_PERIODS = 3;

export interface CisAlarmsProps {
  /** In the same Region: an alarm can only notify a topic of its own Region. */
  readonly topic: ITopic;
  /** The alarms exist only if this condition is true. */
  readonly condition: CfnCondition;
}

/**
 * One alarm for each monitoring filter. The alarms are in the Region of the log groups, because the
 * metric of a filter exists only in the Region of its log group. The function creates the log
 * groups and their filters, so the alarms exist before the metrics do.
 */
export class CisAlarms extends Construct {
  constructor(scope: Construct, id: string, { topic, condition }: CisAlarmsProps) {
    super(scope, id);
    for (const { metric, cis, meaning } of MONITORING_FILTERS) {
      const counter = new Metric({
        namespace: METRIC_NAMESPACE,
        metricName: metric,
        period: Duration.minutes(5),
        statistic: 'Sum',
      });
      const alarm = counter.createAlarm(this, metric, {
        alarmDescription: `${meaning} CIS AWS Foundations Benchmark 4.${cis} (v1.3 to v5). The matching records are in the log group of the trail.`,
        threshold: 1,
        evaluationPeriods: EVALUATION_PERIODS,
        datapointsToAlarm: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(new SnsAction(topic));
      (alarm.node.defaultChild as CfnAlarm).cfnOptions.condition = condition;
    }
  }
}
