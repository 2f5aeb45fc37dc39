import { type CfnCondition, Duration } from 'aws-cdk-lib';
import {
  type CfnAlarm,
  ComparisonOperator,
  type IAlarmAction,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { METRIC_NAMESPACE, MONITORING_FILTERS, type MonitoringMetric } from '../lambda/core/integration/cis-filters.ts';

/**
 * How many periods an alarm evaluates: CloudTrail delivers to CloudWatch Logs about five minutes
 * after a call, sometimes later.
 */
const EVALUATION_PERIODS = 3;

/** What it means when a filter counts a record. */
const MEANINGS: Readonly<Record<MonitoringMetric, string>> = {
  UnauthorizedCalls: 'A call was denied.',
  SignInWithoutMfa: 'An IAM user signed in to the console without MFA.',
  RootUse: 'The root user was used.',
  IamPolicyChanges: 'An IAM policy was changed, attached or detached.',
  CloudTrailChanges: 'A trail was created, changed, started, stopped or deleted.',
  FailedConsoleSignIn: 'A sign-in to the console failed.',
  KmsKeyDisabledOrDeleted: 'A KMS key was disabled, or its deletion scheduled.',
  S3BucketPolicyChanges: 'The policy, ACL, CORS, lifecycle or replication of an S3 bucket was changed.',
  ConfigChanges: 'The recorder or the delivery channel of AWS Config was changed or stopped.',
  SecurityGroupChanges: 'A security group or its rules were changed.',
  NetworkAclChanges: 'A network ACL was changed.',
  NetworkGatewayChanges: 'A customer gateway or internet gateway was changed.',
  RouteTableChanges: 'A route or a route table was changed.',
  VpcChanges: 'A VPC or a peering connection was changed.',
  OrganizationChanges: 'The organization, its accounts or its policies were changed.',
};

export interface CisAlarmsProps {
  /** Topics of the same Region: an alarm can notify no others. */
  readonly actions: readonly IAlarmAction[];
  /** The alarms exist only if this condition is true. */
  readonly condition: CfnCondition;
}

/**
 * One alarm for each monitoring filter. The alarms are in the Region of the log groups, because the
 * metric of a filter exists only in the Region of its log group. The function creates the log
 * groups and their filters, so the alarms exist before the metrics do.
 */
export class CisAlarms extends Construct {
  constructor(scope: Construct, id: string, { actions, condition }: CisAlarmsProps) {
    super(scope, id);
    for (const [position, { metric }] of MONITORING_FILTERS.entries()) {
      const counter = new Metric({
        namespace: METRIC_NAMESPACE,
        metricName: metric,
        period: Duration.minutes(5),
        statistic: 'Sum',
      });
      const alarm = counter.createAlarm(this, metric, {
        alarmDescription: `${MEANINGS[metric]} CIS AWS Foundations Benchmark 4.${position + 1} (v1.3 to v5), 5.${position + 1} (v6, v7). The matching records are in the log group of the trail.`,
        threshold: 1,
        evaluationPeriods: EVALUATION_PERIODS,
        datapointsToAlarm: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(...actions);
      (alarm.node.defaultChild as CfnAlarm).cfnOptions.condition = condition;
    }
  }
}
