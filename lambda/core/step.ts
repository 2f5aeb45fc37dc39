import type { RuleId } from './rules/index.ts';

/** One write, as data: the exact API call with its input, in AWS's own names. */
export type Step = StepOf<keyof StepInputs>;

/** A step for one operation. Each operation occurs at most once in a plan, so its name identifies the step. */
export type StepOf<O extends keyof StepInputs> = O extends keyof StepInputs
  ? {
      readonly operation: O;
      readonly input: StepInputs[O];
      /** The operations of this plan that have to succeed first. */
      readonly needs: readonly (keyof StepInputs)[];
      /** The findings that this step serves. */
      readonly repairs: readonly RuleId[];
    }
  : never;

/** The only six calls that trailmend writes with, and their inputs. */
export interface StepInputs {
  readonly StartLogging: { readonly Name: string };
  readonly CreateLogGroup: {
    readonly logGroupName: string;
    readonly kmsKeyId?: string;
    readonly tags: Readonly<Record<string, string>>;
  };
  readonly PutRetentionPolicy: { readonly logGroupName: string; readonly retentionInDays: number };
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
