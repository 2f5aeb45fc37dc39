import { Aws, CfnCondition, Fn } from 'aws-cdk-lib';
import {
  Alarm,
  type CfnAlarm,
  ComparisonOperator,
  type IAlarmAction,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { METRIC_NAMESPACE } from '../lambda/core/integration/cis-filters.ts';
import { FINISHED_SWEEP } from '../lambda/core/integration/names.ts';
import { SWEEP_MINUTES } from './parameters.ts';
import { applyRequiredBoundary, type RequiredBoundary } from './required-boundary.ts';

export interface SweepsProps extends RequiredBoundary {
  readonly target: IFunction;
  /** Receives a sweep that could not be started. */
  readonly undelivered: IQueue;
  readonly actions: readonly IAlarmAction[];
  /** The log group of the function. */
  readonly log: ILogGroup;
  /** The parameter SweepMinutes: one of `SWEEP_MINUTES`. */
  readonly minutes: string;
}

export const SCHEDULE_GROUP = 'trailmend';

/**
 * The input of the function. EventBridge Scheduler replaces the keyword with the scheduled time.
 * Two sweeps have different times; all retries of one sweep have the same.
 * Source: EventBridge Scheduler user guide, "Adding context attributes".
 */
const INPUT = JSON.stringify({ kind: 'sweep', due: '<aws.scheduler.scheduled-time>' });
/** How long EventBridge Scheduler retries a start that failed; the next sweep follows soon. */
const RETRY_SECONDS = 900;

/** Selects the log entries of finished sweeps of all Regions. */
export const FINISHED_PATTERN = `{ $.message = "${FINISHED_SWEEP.message}" && $.scope = "${FINISHED_SWEEP.scope}" }`;

const HOUR_SECONDS = 3600;
/**
 * Time without a finished sweep that raises the alarm: 3 hours for sweeps at least once an hour,
 * otherwise 30 hours, since a day can lie between two sweeps.
 */
const SILENCE = {
  hourly: { periodSeconds: HOUR_SECONDS, periods: 3 },
  rarer: { periodSeconds: 6 * HOUR_SECONDS, periods: 5 },
};

/** Starts a sweep every SweepMinutes. An alarm reports that no sweep was finished. */
export class Sweeps extends Construct {
  /** The name of the role that starts the sweeps. */
  readonly roleName: string;

  constructor(scope: Construct, id: string, props: SweepsProps) {
    super(scope, id);
    const { target, undelivered, minutes } = props;
    const group = new CfnScheduleGroup(this, 'Group', { name: SCHEDULE_GROUP });
    const role = this.createRole(group, props);
    this.roleName = role.roleName;
    new CfnSchedule(this, 'Schedule', {
      description: 'Starts a trailmend sweep, which checks every trail in every Region that trailmend sweeps',
      groupName: group.ref,
      scheduleExpression: Fn.join('', ['rate(', minutes, ' minutes)']),
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: target.functionArn,
        roleArn: role.roleArn,
        input: INPUT,
        deadLetterConfig: { arn: undelivered.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: RETRY_SECONDS, maximumRetryAttempts: 185 },
      },
    });
    this.addStoppedAlarm(props);
  }

  /**
   * The role that EventBridge Scheduler assumes, for this schedule group only.
   * Source: EventBridge Scheduler user guide, "Confused deputy prevention".
   */
  private createRole(group: CfnScheduleGroup, { target, undelivered, ...required }: SweepsProps): Role {
    const mayStart = [
      new PolicyStatement({ sid: 'Start', actions: ['lambda:InvokeFunction'], resources: [target.functionArn] }),
      new PolicyStatement({ sid: 'GiveUp', actions: ['sqs:SendMessage'], resources: [undelivered.queueArn] }),
    ];
    const role = new Role(this, 'Role', {
      description: 'Allows EventBridge Scheduler to start trailmend sweeps',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': group.attrArn },
        },
      }),
      inlinePolicies: { MayStart: new PolicyDocument({ statements: mayStart }) },
    });
    return applyRequiredBoundary(role, required);
  }

  /**
   * A metric filter counts the sweeps that the function finished, by its log, because a start says
   * nothing about what the function did. Without any, the alarm changes to INSUFFICIENT_DATA. A new
   * alarm begins in that state, so the first deployment does not notify.
   * Source: CloudWatch API reference, PutMetricAlarm (InsufficientDataActions); CloudWatch Logs
   * user guide, "Creating metrics from log events using filters" (no value without a matching
   * event).
   */
  private addStoppedAlarm({ actions, log, minutes }: SweepsProps): void {
    const finished = new MetricFilter(this, 'Finished', {
      logGroup: log,
      filterPattern: FilterPattern.literal(FINISHED_PATTERN),
      metricNamespace: METRIC_NAMESPACE,
      metricName: 'FinishedSweeps',
    });
    const alarm = new Alarm(this, 'StoppedAlarm', {
      metric: finished.metric({ statistic: 'Sum' }),
      alarmDescription:
        'INSUFFICIENT_DATA: trailmend finishes no more sweeps. Its schedule was deleted, disabled or changed, or its function does not run. trailmend no longer finds changes that no event reports. Deploy trailmend again, and check what the last lines of the log of the function say.',
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: SILENCE.hourly.periods,
      treatMissingData: TreatMissingData.MISSING,
    });
    const isHourly = this.addHourlyCondition(minutes);
    const either = (figure: keyof typeof SILENCE.hourly) =>
      Fn.conditionIf(isHourly.logicalId, SILENCE.hourly[figure], SILENCE.rarer[figure]);
    const resource = alarm.node.defaultChild as CfnAlarm;
    resource.addPropertyOverride('Period', either('periodSeconds'));
    resource.addPropertyOverride('EvaluationPeriods', either('periods'));
    alarm.addAlarmAction(...actions);
    alarm.addInsufficientDataAction(...actions);
  }

  /** True for sweeps at least once an hour. CloudFormation can only compare for equality. */
  private addHourlyCondition(minutes: string): CfnCondition {
    const hourly = SWEEP_MINUTES.filter((value) => value <= 60);
    return new CfnCondition(this, 'Hourly', {
      expression: Fn.conditionOr(...hourly.map((value) => Fn.conditionEquals(minutes, String(value)))),
    });
  }
}
