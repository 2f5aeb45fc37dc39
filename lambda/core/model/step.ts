import type { Trail } from './facts.ts';
import type { RuleId } from './rule-catalog.ts';

/** One write, as data: the exact API call with its input, in AWS's own names. */
export type Step = StepOf<keyof StepInputs>;

/** A step for one operation. */
export type StepOf<O extends keyof StepInputs> = O extends keyof StepInputs
  ? {
      readonly operation: O;
      readonly input: StepInputs[O];
      /** The operations of this plan that have to succeed first, each wherever it occurs. */
      readonly needs: readonly (keyof StepInputs)[];
      /** The findings that this step serves. */
      readonly repairs: readonly RuleId[];
    }
  : never;

/** The only seven calls that trailmend writes with, and their inputs. */
export interface StepInputs {
  readonly StartLogging: { readonly Name: string };
  readonly CreateLogGroup: {
    readonly logGroupName: string;
    readonly kmsKeyId?: string;
    readonly tags: Readonly<Record<string, string>>;
  };
  readonly PutRetentionPolicy: { readonly logGroupName: string; readonly retentionInDays: number };
  readonly PutMetricFilter: {
    readonly logGroupName: string;
    readonly filterName: string;
    readonly filterPattern: string;
    readonly metricTransformations: readonly {
      readonly metricName: string;
      readonly metricNamespace: string;
      readonly metricValue: string;
    }[];
  };
  readonly CreateRole: {
    readonly RoleName: string;
    readonly Path: string;
    readonly Description: string;
    readonly AssumeRolePolicyDocument: string;
    readonly PermissionsBoundary: string;
    readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
  };
  readonly PutRolePolicy: { readonly RoleName: string; readonly PolicyName: string; readonly PolicyDocument: string };
  readonly UpdateTrail: {
    readonly Name: string;
    readonly CloudWatchLogsLogGroupArn: string;
    readonly CloudWatchLogsRoleArn: string;
  };
}

export type Operation = keyof StepInputs;

/** What identifies a step in its plan: the operation, which occurs once, but for metric filters, of which a group has many. */
export function identityOf({ operation, input }: Step): string {
  return operation === 'PutMetricFilter' ? `${operation} ${input.filterName}` : operation;
}

/** Whether a trail names what an UpdateTrail would make it name. */
export function names({ logGroupArn: group, roleArn: role }: Trail, input: StepInputs['UpdateTrail']): boolean {
  return input.CloudWatchLogsLogGroupArn === group && input.CloudWatchLogsRoleArn === role;
}
