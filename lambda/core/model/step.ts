import * as z from 'zod/mini';
import type { Target } from './facts.ts';
import { ruleSchema } from './finding.ts';
import { optional, type TypeOf, text } from './schema.ts';

/** The only seven calls that trailmend writes with, and their inputs in AWS's own names. */
const INPUTS = {
  StartLogging: z.object({ Name: text }),
  CreateLogGroup: z.object({ logGroupName: text, kmsKeyId: optional(text), tags: z.record(text, text) }),
  PutRetentionPolicy: z.object({ logGroupName: text, retentionInDays: z.number() }),
  PutMetricFilter: z.object({
    logGroupName: text,
    filterName: text,
    filterPattern: text,
    metricTransformations: z.array(z.object({ metricName: text, metricNamespace: text, metricValue: text })),
  }),
  CreateRole: z.object({
    RoleName: text,
    Path: text,
    Description: text,
    AssumeRolePolicyDocument: text,
    PermissionsBoundary: text,
    Tags: z.array(z.object({ Key: text, Value: text })),
  }),
  PutRolePolicy: z.object({ RoleName: text, PolicyName: text, PolicyDocument: text }),
  UpdateTrail: z.object({ Name: text, CloudWatchLogsLogGroupArn: text, CloudWatchLogsRoleArn: text }),
} as const;

/** The name of an AWS API operation that a plan can hold. */
export type Operation = keyof typeof INPUTS;
export const OPERATIONS = Object.keys(INPUTS) as readonly Operation[];
export const operationSchema = z.enum(OPERATIONS as [Operation, ...Operation[]]);

function stepOf<const O extends Operation>(operation: O) {
  return z.object({
    operation: z.literal(operation),
    input: INPUTS[operation],
    /** The operations of this plan that have to succeed first, each wherever it occurs. */
    needs: z.array(operationSchema),
    /** The findings that this step serves. */
    repairs: z.array(ruleSchema),
  });
}

export const stepSchema = z.union([
  stepOf('StartLogging'),
  stepOf('CreateLogGroup'),
  stepOf('PutRetentionPolicy'),
  stepOf('PutMetricFilter'),
  stepOf('CreateRole'),
  stepOf('PutRolePolicy'),
  stepOf('UpdateTrail'),
]);

/** One write, as data: the exact API call with its input. */
export type Step = TypeOf<typeof stepSchema>;
/** The input of one operation. */
export type StepInput<O extends Operation> = Extract<Step, { readonly operation: O }>['input'];

/** What identifies a step in its plan. An operation occurs once, except for PutMetricFilter: a log group has many filters. */
export function identityOf({ operation, input }: Step): string {
  return operation === 'PutMetricFilter' ? `${operation} ${input.filterName}` : operation;
}

/** Whether an operation changes the trail itself. */
export function changesTrail(operation: Operation): boolean {
  return operation === 'UpdateTrail' || operation === 'StartLogging';
}

/** Where an UpdateTrail makes the trail deliver. */
export function targetOf(input: StepInput<'UpdateTrail'>): Target {
  return { logGroupArn: input.CloudWatchLogsLogGroupArn, roleArn: input.CloudWatchLogsRoleArn };
}
