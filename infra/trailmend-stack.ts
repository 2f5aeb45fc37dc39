import { Aws, CfnCondition, Fn, type StackProps } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { watch } from './alarms.ts';
import { CisAlarms } from './cis-alarms.ts';
import { deliveryRoleBoundary } from './delivery-role-boundary.ts';
import { FunctionRole } from './function-role.ts';
import { Ledger } from './ledger.ts';
import { MessageTopic } from './message-topic.ts';
import { declareParameters } from './parameters.ts';
import { lastResortQueue } from './queues.ts';
import { ReadableStack } from './readable-stack.ts';
import { Remediator } from './remediator.ts';
import { HOURLY_MINUTES, Sweeps } from './sweeps.ts';
import { startOnTrailChanges } from './trail-changes.ts';

export interface TrailmendStackProps extends StackProps {
  /** The bundled function: see `Remediator`. */
  readonly code: Code;
  /** The regions that have a `ForwarderStack`. */
  readonly forwarders: readonly string[];
}

/** All of trailmend in one account, deployed once. Parameters, outputs and the names in them are a contract. */
export class TrailmendStack extends ReadableStack {
  constructor(scope: Construct, id: string, { code, forwarders, ...props }: TrailmendStackProps) {
    super(scope, id, {
      description:
        'trailmend: keeps every CloudTrail trail of this account delivering to CloudWatch Logs. Deploy it once per account.',
      ...props,
    });
    const parameters = declareParameters(this);
    const mayWrite = this.chosen('MayWrite', parameters.Mode, 'fix');
    const hasOrganizationTrails = this.chosen('HasOrganizationTrails', parameters.OrganizationTrails, 'true');
    const hasMetricFilters = this.chosen('HasMetricFilters', parameters.MetricFilters, 'cis');
    const hasEmail = this.given('HasNotificationEmail', parameters.NotificationEmail);
    const hasTopicKmsKey = this.given('HasTopicKmsKey', parameters.TopicKmsKeyArn);
    const hasPermissionsBoundary = this.given('HasPermissionsBoundary', parameters.PermissionsBoundaryArn);

    const { topic } = new MessageTopic(this, 'Topic', {
      kmsKeyArn: parameters.TopicKmsKeyArn.valueAsString,
      hasKmsKey: hasTopicKmsKey,
      email: parameters.NotificationEmail.valueAsString,
      hasEmail,
    });
    const { table } = new Ledger(this, 'Ledger');
    const deliveryRoleBoundaryArn = Fn.conditionIf(
      hasPermissionsBoundary.logicalId,
      parameters.PermissionsBoundaryArn.valueAsString,
      deliveryRoleBoundary(this, 'DeliveryRoleBoundary').managedPolicyArn,
    ).toString();
    const { role } = new FunctionRole(this, 'FunctionRole', {
      confines: {
        partition: Aws.PARTITION,
        account: Aws.ACCOUNT_ID,
        region: Aws.REGION,
        logGroupPrefix: parameters.LogGroupPrefix.valueAsString,
        deliveryRoleBoundaryArn,
        topicArn: topic.topicArn,
        ruleRegion: forwarders.length === 0 ? Aws.REGION : '*',
        ledgerArn: table.tableArn,
      },
      mayWrite,
      hasOrganizationTrails,
      hasMetricFilters,
      permissionsBoundaryArn: parameters.PermissionsBoundaryArn.valueAsString,
      hasPermissionsBoundary,
      topicKmsKeyArn: parameters.TopicKmsKeyArn.valueAsString,
      hasTopicKmsKey,
    });
    const { lambda, failures } = new Remediator(this, 'Remediator', {
      code,
      role,
      settings: {
        mode: parameters.Mode.valueAsString,
        organizationTrails: parameters.OrganizationTrails.valueAsString,
        retentionDays: parameters.RetentionDays.valueAsString,
        settleSeconds: parameters.SettleSeconds.valueAsString,
        restartLogging: parameters.RestartLogging.valueAsString,
        logGroupPrefix: parameters.LogGroupPrefix.valueAsString,
        logGroupKmsKeyArn: parameters.LogGroupKmsKeyArn.valueAsString,
        excludedTrails: parameters.ExcludedTrails.valueAsString,
        dataEventTrails: parameters.DataEventTrails.valueAsString,
        metricFilters: parameters.MetricFilters.valueAsString,
        regions: parameters.Regions.valueAsString,
        topicArn: topic.topicArn,
        ledgerTable: table.tableName,
        functionRoleArn: role.roleArn,
        deliveryRoleBoundaryArn,
        forwarderRegions: forwarders.join(','),
      },
    });
    const undelivered = lastResortQueue(this, 'UndeliveredQueue');
    startOnTrailChanges(this, 'TrailChanges', lambda, undelivered);
    new Sweeps(this, 'Sweeps', {
      target: lambda,
      undelivered,
      topic,
      minutes: parameters.SweepMinutes.valueAsString,
      permissionsBoundaryArn: parameters.PermissionsBoundaryArn.valueAsString,
      hasPermissionsBoundary,
      hourly: new CfnCondition(this, 'SweepsHourly', {
        expression: Fn.conditionOr(
          ...HOURLY_MINUTES.map((minutes) => Fn.conditionEquals(parameters.SweepMinutes.valueAsString, minutes)),
        ),
      }),
    });
    watch(this, { remediator: lambda, failures, undelivered, topic });
    new CisAlarms(this, 'Cis', { topic, wanted: hasMetricFilters });

    this.output('FunctionName', lambda.functionName, 'The function that repairs trails');
    this.output('FunctionRoleArn', role.roleArn, 'Its role, to be exempted in service control policies');
    this.output('TopicArn', topic.topicArn, 'Outcomes and alarms are published here');
    this.output(
      'LedgerTableName',
      table.tableName,
      'What trailmend remembers of each trail; the table stays when the stack is deleted',
    );
    this.output('FailureQueueUrl', failures.queueUrl, 'Events that the function failed on, kept for 14 days');
    this.output(
      'DeliveryRoleBoundaryArn',
      deliveryRoleBoundaryArn,
      "The boundary of delivery roles; trailmend's own stays when the stack is deleted, since roles in use hold it",
    );
  }
}
