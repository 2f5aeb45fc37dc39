import * as z from 'zod/mini';
import { awsErrorSchema } from './aws-result.ts';
import { findingSchema } from './finding.ts';
import { planSchema } from './plan.ts';
import { OUTCOME_REASONS } from './reason.ts';
import { optional, type TypeOf, text, time } from './schema.ts';
import { stepSchema } from './step.ts';
import { subjectSchema } from './subject.ts';
import { triggerSchema } from './trigger.ts';

/** Empty ARNs are not set. */
export const stateSchema = z.object({
  logGroupArn: text,
  roleArn: text,
  isLogging: z.union([z.boolean(), z.literal('unread')]),
});

/**
 * `not-attempted`: a needed step did not succeed. `outdated`: the trail changed between attempts.
 */
const appliedStepSchema = z.object({
  step: stepSchema,
  result: z.enum(['done', 'failed', 'outdated', 'not-attempted']),
  attempts: z.number(),
  requestId: optional(text),
  error: optional(awsErrorSchema),
});

const repeatedCallSchema = z.object({
  eventName: text,
  actor: text,
  count: z.number(),
  first: time,
  last: time,
  /** AWS denied the calls. */
  denied: z.boolean(),
  /** Some of the trails that denied calls name. They may not exist. */
  examples: optional(z.array(text)),
});

const recurrenceSchema = z.object({ count: z.number(), since: time, by: z.array(text) });

/** Values of the tag `trailmend:exclude`. Absent: the tag excludes nothing. */
const exclusionChangeSchema = z.object({ was: optional(text), now: optional(text) });

/** The record of one run. Readers should ignore unknown properties. */
export const outcomeRecordSchema = z.object({
  version: z.literal(2),
  id: text,
  time: time,
  subject: subjectSchema,
  trailArn: optional(text),
  mode: z.enum(['fix', 'dry-run']),
  trigger: triggerSchema,
  outcome: z.enum(['COMPLIANT', 'WOULD_FIX', 'FIXED', 'VERIFIED', 'SKIPPED', 'BLOCKED', 'FAILED']),
  reason: z.enum(OUTCOME_REASONS),
  detail: text,
  /** What AWS shows instead of what the event reports. */
  unconfirmed: optional(text),
  stage: optional(z.enum(['observe', 'apply', 'read-back', 'delivery'])),
  whoCanAct: optional(text),
  findings: z.array(findingSchema),
  remaining: z.array(findingSchema),
  plan: planSchema,
  applied: z.array(appliedStepSchema),
  before: optional(stateSchema),
  after: optional(stateSchema),
  restore: optional(z.array(text)),
  /** The value of the tag that accepts the weakening, and another one that the trail has. */
  accept: optional(z.object({ value: text, found: optional(text) })),
  repeats: optional(z.array(repeatedCallSchema)),
  recurrence: optional(recurrenceSchema),
  exclusion: optional(exclusionChangeSchema),
  queueUrl: optional(text),
  /** An earlier run saved the record: only the ledger says so. */
  fromLedger: optional(z.literal(true)),
  /** What the last message of an hour says about those that were not sent. */
  lastOfHour: optional(text),
  ledgerError: optional(text),
  cut: optional(z.array(text)),
});

/** The one record of a run: the function returns and logs it, and sends it to machines. */
export type OutcomeRecord = TypeOf<typeof outcomeRecordSchema>;
export type OutcomeWord = OutcomeRecord['outcome'];
/** The reason for machines; `detail` states it for people. */
export type OutcomeReason = OutcomeRecord['reason'];
/** How often trailmend made the same kind of repair, since when, and after which callers. */
export type Recurrence = TypeOf<typeof recurrenceSchema>;
/** The exclusion by tag that people were notified of, and the one that trailmend finds. */
export type ExclusionChange = TypeOf<typeof exclusionChangeSchema>;
/** Calls of tampering by one caller since the last notification about the trail. */
export type RepeatedCall = TypeOf<typeof repeatedCallSchema>;
export type AppliedStep = TypeOf<typeof appliedStepSchema>;

/** Whether a run repaired the trail, if only apart from a weakening. */
export function isRepair({ outcome, reason, applied }: Pick<OutcomeRecord, 'outcome' | 'reason' | 'applied'>): boolean {
  if (reason === 'weakened') return applied.some(({ result }) => result === 'done');
  return outcome === 'FIXED' && reason === 'repaired';
}

/** The state of a trail before or after a repair. */
export type TrailState = TypeOf<typeof stateSchema>;
/** The judgement in a record. FAILED has a `stage`: where the run ended. */
export type Judgement = Pick<OutcomeRecord, 'outcome' | 'reason' | 'detail' | 'stage' | 'whoCanAct'>;

/** Reasons after which another account or another run reports the trail. */
export const REPORTED_ELSEWHERE: ReadonlySet<OutcomeReason> = new Set(['shadow-trail', 'other-account', 'another-run']);

/** The owner or the operator excluded the trail. */
export function isExcluded(reason: OutcomeReason): boolean {
  return reason === 'excluded-by-parameter' || reason === 'excluded-by-tag';
}

/** Reasons after which nobody in this account can act on the trail. */
export const NOT_OURS: ReadonlySet<OutcomeReason> = new Set([
  ...REPORTED_ELSEWHERE,
  'organization-member',
  'trail-gone',
]);

/** Reasons for which trailmend waits, so that nobody has to act yet. */
export const DECIDED_LATER: ReadonlySet<OutcomeReason> = new Set(['awaiting-second-look', 'paused']);

export type RecordHeader = Pick<OutcomeRecord, 'id' | 'time' | 'mode' | 'trigger'>;
