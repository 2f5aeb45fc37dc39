import * as z from 'zod/mini';
import { ruleSchema } from './finding.ts';
import { optional, type TypeOf, text } from './schema.ts';
import type { Target } from './trail.ts';

/** The calls with which trailmend writes to an account, and their inputs in AWS's names. */
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
    PermissionsBoundary: optional(text),
    Tags: z.array(z.object({ Key: text, Value: text })),
  }),
  PutRolePolicy: z.object({ RoleName: text, PolicyName: text, PolicyDocument: text }),
  UpdateTrail: z.object({ Name: text, CloudWatchLogsLogGroupArn: text, CloudWatchLogsRoleArn: text }),
} as const;

export type Operation = keyof typeof INPUTS;
export const OPERATIONS = Object.keys(INPUTS) as readonly Operation[];
export const operationSchema = z.enum(OPERATIONS as [Operation, ...Operation[]]);

function stepOf<const O extends Operation>(operation: O) {
  return z.object({
    operation: z.literal(operation),
    input: INPUTS[operation],
    /** The operations that must succeed first: every step of each. */
    needs: z.array(operationSchema),
    /** The rules whose findings this step repairs. */
    repairs: z.array(ruleSchema),
    /** Only the ledger names the log group: nothing in AWS shows that the trail delivered to it. */
    fromLedger: optional(z.literal(true)),
  });
}

/** The schema of one of the steps. */
type StepSchema = { [O in Operation]: ReturnType<typeof stepOf<O>> }[Operation];
export const stepSchema = z.union(OPERATIONS.map((operation) => stepOf(operation)) as StepSchema[]);

/** One write as data: the API operation and its exact input. */
export type Step = TypeOf<typeof stepSchema>;
export type StepInput<O extends Operation> = Extract<Step, { readonly operation: O }>['input'];

/** Identifies a step in its plan. Only PutMetricFilter can occur several times. */
export function identityOf({ operation, input }: Step): string {
  return operation === 'PutMetricFilter' ? `${operation} ${input.filterName}` : operation;
}

/** Whether an operation changes the trail itself. */
export function changesTrail(operation: Operation): boolean {
  return operation === 'UpdateTrail' || operation === 'StartLogging';
}

/** Where the trail delivers after an UpdateTrail. */
export function targetOf(input: StepInput<'UpdateTrail'>): Target {
  return { logGroupArn: input.CloudWatchLogsLogGroupArn, roleArn: input.CloudWatchLogsRoleArn };
}
