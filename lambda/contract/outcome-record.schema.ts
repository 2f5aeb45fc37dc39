// For those who read outcome records: the function itself does not import this, so that it costs no start.
import * as z from 'zod/mini';
import { OPERATIONS } from '../core/commands/aws-cli.ts';
import type { OutcomeRecord } from '../core/model/outcome.ts';
import { ACCOUNT_RULE_IDS, CONCERNS, type RuleId } from '../core/model/rule-catalog.ts';

const text = z.string();
const time = z.iso.datetime().check(z.describe('ISO 8601, UTC'));
const maybe = z.exactOptional;

const rule = z.enum(Object.keys(CONCERNS) as RuleId[]);
const operation = z.enum(OPERATIONS);

/** A step of one operation: the exact API call with its input, in AWS's own names. */
function stepOf<const O extends z.infer<typeof operation>, I extends z.ZodMiniType>(name: O, input: I) {
  return z.object({ operation: z.literal(name), input, needs: z.array(operation), repairs: z.array(rule) });
}

const step = z.discriminatedUnion('operation', [
  stepOf('StartLogging', z.object({ Name: text })),
  stepOf('CreateLogGroup', z.object({ logGroupName: text, kmsKeyId: maybe(text), tags: z.record(text, text) })),
  stepOf('PutRetentionPolicy', z.object({ logGroupName: text, retentionInDays: z.number() })),
  stepOf(
    'PutMetricFilter',
    z.object({
      logGroupName: text,
      filterName: text,
      filterPattern: text,
      metricTransformations: z.array(z.object({ metricName: text, metricNamespace: text, metricValue: text })),
    }),
  ),
  stepOf(
    'CreateRole',
    z.object({
      RoleName: text,
      Path: text,
      Description: text,
      AssumeRolePolicyDocument: text,
      PermissionsBoundary: text,
      Tags: z.array(z.object({ Key: text, Value: text })),
    }),
  ),
  stepOf('PutRolePolicy', z.object({ RoleName: text, PolicyName: text, PolicyDocument: text })),
  stepOf('UpdateTrail', z.object({ Name: text, CloudWatchLogsLogGroupArn: text, CloudWatchLogsRoleArn: text })),
]);

const refusalReasons = [
  'unread-fact',
  'undecided',
  'nothing-to-change',
  'exclusion-not-understood',
  'out-of-scope',
  'restart-not-allowed',
  'trail-just-made',
  'kms-key-elsewhere',
  'cost',
  'names-taken',
] as const;

const reason = z.enum([
  'nothing-to-do',
  'dry-run',
  'repaired',
  'trail-deleted',
  'attempt-denied',
  'region-closed',
  'not-covered',
  'not-listening',
  'delivered',
  'awaiting-delivery',
  'not-delivered',
  'another-run',
  'trail-gone',
  'shadow-trail',
  'organization-member',
  'organization-trail',
  'delegated-administrator',
  'other-account',
  'control-tower',
  'excluded-by-parameter',
  'excluded-by-tag',
  ...refusalReasons,
  'bucket-policy',
  'bucket',
  'topic',
  'kms',
  'scp',
  'access-denied',
  'quota',
  'region',
  'organization',
  'aws-error',
  'not-seen-repaired',
]);

const awsError = z.object({ operation: text, code: text, message: text, requestId: maybe(text) });

const state = z.object({
  logGroupArn: text.check(z.describe('Empty when not set')),
  roleArn: text.check(z.describe('Empty when not set')),
  isLogging: z.union([z.boolean(), z.literal('unread')]),
});

const finding = z.object({
  rule: z.enum([...(Object.keys(CONCERNS) as RuleId[]), ...ACCOUNT_RULE_IDS]),
  verdict: z.enum(['violated', 'undecided']),
  evidence: z.object({ source: text, saw: text }),
});

// Named parts stand once in the JSON Schema, under $defs.
for (const [id, part] of Object.entries({ rule, finding, operation, step, state })) z.globalRegistry.add(part, { id });

/** The record of one run for one trail, `"version": 1`. Readers should ignore properties that they do not know. */
export const outcomeRecord = z.object({
  version: z.literal(1),
  id: text,
  time: time.check(z.describe('When the run ended, ISO 8601, UTC')),
  trailArn: text.check(
    z.describe(
      "Ends in trail/* when the event named no trail, or when the record is about a region's trails; with the region * it is about the account",
    ),
  ),
  mode: z.enum(['fix', 'dry-run']),
  trigger: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('event'),
      eventName: text,
      eventId: text,
      eventTime: time,
      actor: z.object({ type: text, name: text, sourceIp: maybe(text), issuer: maybe(text) }),
      tampering: maybe(z.enum(['stopped', 'deleted', 'blanked', 'denied-attempt', 'exclusion-changed'])),
      errorCode: maybe(text),
    }),
    z.object({
      kind: z.literal('sweep'),
      time: time.check(z.describe('When the sweep was due, or began, ISO 8601, UTC')),
    }),
  ]),
  outcome: z.enum(['COMPLIANT', 'WOULD_FIX', 'FIXED', 'VERIFIED', 'SKIPPED', 'BLOCKED', 'FAILED']),
  reason,
  detail: text.check(z.describe('The reason for people')),
  stage: maybe(z.enum(['observe', 'apply', 'read-back', 'delivery'])),
  whoCanAct: maybe(text),
  findings: z.array(finding).check(z.describe('What was found at first')),
  remaining: z.array(finding).check(z.describe('What was still found at last')),
  plan: z.object({
    steps: z.array(step),
    refused: z.array(z.object({ rule, reason: z.enum(refusalReasons), detail: text, whoCanAct: text })),
  }),
  applied: z.array(
    z.object({
      step,
      result: z.enum(['done', 'failed', 'outdated', 'not-attempted']),
      attempts: z.number(),
      requestId: maybe(text),
      error: maybe(awsError),
    }),
  ),
  before: maybe(state),
  after: maybe(state),
  restore: maybe(z.array(text).check(z.describe('AWS CLI commands that bring back what a call took from the trail'))),
  ledgerError: maybe(text.check(z.describe('Why the run had no memory, or could not add to it'))),
  cut: maybe(z.array(text).check(z.describe('What was left out of a message or event that would have been too long'))),
});

/** The same as JSON Schema (draft 2020-12), which docs/outcome-record.schema.json holds. */
export function outcomeRecordJsonSchema(): object {
  return {
    ...z.toJSONSchema(outcomeRecord, {
      // Readers get no promise that there will never be another property.
      io: 'input',
      override: ({ jsonSchema }) => {
        // The format says it, and nobody reads a pattern with all leap years.
        if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
      },
    }),
    title: 'Outcome record of trailmend, version 1',
  };
}

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Does not compile when schema and type differ in anything: a property, its presence, a word. */
export const SCHEMA_IS_TYPE: Same<Frozen<z.infer<typeof outcomeRecord>>, Frozen<OutcomeRecord>> = true;
