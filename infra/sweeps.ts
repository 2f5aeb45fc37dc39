import { Aws, type CfnCondition, Fn } from 'aws-cdk-lib';
import { Alarm, type CfnAlarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type DemandedBoundary, withDemandedBoundary } from './demanded-boundary.ts';

export interface SweepsProps extends DemandedBoundary {
  readonly target: IFunction;
  /** Where a sweep goes that could not be started. */
  readonly undelivered: IQueue;
  readonly topic: ITopic;
  /** How many minutes lie between two sweeps. */
  readonly minutes: string;
  /** Holds where the minutes are among `HOURLY_MINUTES`. */
  readonly hourly: CfnCondition;
}

/**
 * What the schedule sends to the function. EventBridge Scheduler fills in the time, which tells two sweeps apart, and not the tries of one.
 * Source: its user guide, "Adding context attributes".
 */
const INPUT = JSON.stringify({ kind: 'sweep', due: '<aws.scheduler.scheduled-time>' });
/** A start that failed is tried again for this long; the next sweep is not far. */
const TRY_FOR_SECONDS = 900;

/** The values of SweepMinutes, up to an hour, at which three hours without a sweep are too long. CloudFormation can compare for equality only. */
export const HOURLY_MINUTES: readonly string[] = Array.from({ length: 56 }, (_, index) => String(5 + index));

const HOUR_SECONDS = 3600;
/** Three hours of silence, or, where up to a day lies between two sweeps, thirty: a whole number of periods in both cases. */
const SILENCE = {
  hourly: { periodSeconds: HOUR_SECONDS, periods: 3 },
  rarer: { periodSeconds: 6 * HOUR_SECONDS, periods: 5 },
};

/**
 * Starts a sweep every so many minutes, and the first one when the stack is made: EventBridge Scheduler runs a rate that has no
 * start date at once (its user guide, "Rate-based schedules"). An alarm tells when the sweeps stop.
 */
export class Sweeps extends Construct {
  constructor(scope: Construct, id: string, props: SweepsProps) {
    super(scope, id);
    const { target, undelivered, minutes } = props;
    const group = new CfnScheduleGroup(this, 'Group', { name: 'trailmend' });
    const role = this.roleFor(group, props);
    const mayStart = new Policy(this, 'MayStart', {
      roles: [role],
      statements: [
        new PolicyStatement({ sid: 'Start', actions: ['lambda:InvokeFunction'], resources: [target.functionArn] }),
        new PolicyStatement({ sid: 'GiveUp', actions: ['sqs:SendMessage'], resources: [undelivered.queueArn] }),
      ],
    });
    const schedule = new CfnSchedule(this, 'Schedule', {
      description: 'Starts a trailmend sweep: every trail in every region is looked at',
      groupName: group.ref,
      scheduleExpression: Fn.join('', ['rate(', minutes, ' minutes)']),
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: target.functionArn,
        roleArn: role.roleArn,
        input: INPUT,
        deadLetterConfig: { arn: undelivered.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: TRY_FOR_SECONDS, maximumRetryAttempts: 185 },
      },
    });
    schedule.node.addDependency(mayStart);
    // The first start is made with the schedule: an alarm that came before it would find that there was none.
    this.tellWhenTheyStop(group, props).node.addDependency(schedule);
  }

  /** The role that Scheduler takes on for this group alone. Source: EventBridge Scheduler user guide, "Confused deputy prevention". */
  private roleFor(group: CfnScheduleGroup, demanded: DemandedBoundary): Role {
    const role = new Role(this, 'Role', {
      description: "Lets EventBridge Scheduler start trailmend's sweeps",
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': group.attrArn },
        },
      }),
    });
    return withDemandedBoundary(role, demanded);
  }

  /** No start at all is no datapoint: EventBridge Scheduler counts starts, and a deleted schedule counts nothing. */
  private tellWhenTheyStop(group: CfnScheduleGroup, { topic, hourly }: SweepsProps): Alarm {
    const metric = new Metric({
      namespace: 'AWS/Scheduler',
      metricName: 'InvocationAttemptCount',
      dimensionsMap: { ScheduleGroup: group.ref },
      statistic: 'Sum',
    });
    const alarm = new Alarm(this, 'StoppedAlarm', {
      metric,
      alarmDescription:
        "trailmend's sweeps have stopped: its schedule is gone or disabled. Changes that no event tells of are not found. Deploy trailmend again. In the minutes after the first deployment its first start may not have been counted yet.",
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: SILENCE.hourly.periods,
      treatMissingData: TreatMissingData.BREACHING,
    });
    const either = (figure: keyof typeof SILENCE.hourly) =>
      Fn.conditionIf(hourly.logicalId, SILENCE.hourly[figure], SILENCE.rarer[figure]);
    const resource = alarm.node.defaultChild as CfnAlarm;
    resource.addPropertyOverride('Period', either('periodSeconds'));
    resource.addPropertyOverride('EvaluationPeriods', either('periods'));
    alarm.addAlarmAction(new SnsAction(topic));
    return alarm;
  }
}
