import * as z from 'zod/mini';
import { findingSchema, ruleSchema } from '../../lambda/core/model/finding.ts';
import { outcomeRecordSchema } from '../../lambda/core/model/outcome.ts';
import { optional, type TypeOf, text, time } from '../../lambda/core/model/schema.ts';
import { TESTS } from './controls.ts';

/** A value, or why nobody knows it. */
function known<const S extends z.core.$ZodType>(value: S) {
  return z.union([z.object({ known: z.literal(true), value }), z.object({ known: z.literal(false), why: text })]);
}

const callerSchema = z.object({
  name: text,
  type: text,
  sourceIp: optional(text),
  tool: optional(text),
  issuer: optional(text),
});

/** A call about a trail, and who made it. */
const callSchema = z.object({ time, eventName: text, eventId: text, caller: callerSchema });

const repairSchema = z.object({
  /** When trailmend saw the trail compliant. */
  time,
  /** `others`: trailmend made no call, and saw the trail compliant again. */
  by: z.enum(['trailmend', 'others']),
  operations: z.array(text),
  /** From `began`, in seconds. */
  seconds: z.number(),
  /** The call of others after which trailmend saw it. */
  call: optional(callSchema),
  /** When trailmend saw that AWS had delivered since the repair. */
  deliverySeen: optional(time),
  recordId: text,
});

const incidentSchema = z.object({
  /** The time of the first call, else when trailmend found the state without an event. */
  began: time,
  /** The last time before that trailmend saw the trail compliant. Only without a call. */
  lastCompliant: optional(time),
  kind: z.enum(['broken', 'weakened', 'deleted']),
  calls: z.array(callSchema),
  rules: z.array(ruleSchema),
  /** What trailmend saw, in the order of the rules. */
  saw: z.array(text),
  repaired: optional(repairSchema),
});

/** A call that trailmend reports although it left nothing to repair. */
const otherCallSchema = z.object({
  ...callSchema.shape,
  /** `tag-changed`: a tag excludes the trail from repairs, or accepts a weakening. */
  result: z.enum(['denied', 'without-effect', 'tag-changed']),
  detail: text,
});

const checkSchema = z.object({
  tool: text,
  id: text,
  test: z.enum(TESTS),
  result: z.enum(['pass', 'fail', 'unknown', 'not-tested']),
});

const trailSchema = z.object({
  arn: text,
  name: text,
  region: text,
  account: text,
  verdict: z.enum(['compliant', 'not-compliant', 'undecided', 'out-of-scope', 'deleted']),
  outcome: outcomeRecordSchema.shape.outcome,
  reason: outcomeRecordSchema.shape.reason,
  detail: text,
  whoCanAct: optional(text),
  findings: z.array(findingSchema),
  logGroupArn: known(text),
  roleArn: known(text),
  isLogging: known(z.boolean()),
  /** Without `retentionDays`, events never expire. */
  logGroup: known(z.object({ name: text, class: text, retentionDays: optional(z.number()), created: optional(time) })),
  delivery: known(
    z.object({
      state: z.enum(['delivers', 'waiting', 'broken', 'unread']),
      logs: optional(time),
      bucket: optional(time),
      logsError: optional(text),
      bucketError: optional(text),
    }),
  ),
  /** The latest ones first. */
  streams: known(z.array(z.object({ name: text, created: optional(time), lastIngestion: optional(time) }))),
  /** `isAtLeast`: it may have been compliant before. */
  compliantSince: known(z.object({ time, isAtLeast: z.boolean() })),
  /** When trailmend judged it at least once a day, oldest first. Empty: nobody knows. */
  watched: z.array(z.object({ from: time, to: time })),
  incidents: z.array(incidentSchema),
  otherCalls: z.array(otherCallSchema),
  checks: z.array(checkSchema),
});

const stackSchema = z.object({ name: text, region: text, mode: z.enum(['fix', 'dry-run']) });

/** The evidence that `trailmend report` collects. Readers should ignore unknown properties. */
export const evidenceSchema = z.object({
  version: z.literal(1),
  time,
  product: z.object({ name: z.literal('trailmend'), version: text }),
  account: text,
  /** The home Regions that the report is limited to. Absent: every Region of the account. */
  regions: optional(z.array(text)),
  stack: known(stackSchema),
  /** The period of the history. Unknown: incidents, other calls and times of repair are unknown. */
  period: known(z.object({ from: time, to: time })),
  verdict: z.enum(['compliant', 'not-compliant', 'undecided']),
  summary: z.object({
    trails: z.number(),
    compliant: z.number(),
    notCompliant: z.number(),
    undecided: z.number(),
    outOfScope: z.number(),
    delivering: z.number(),
    incidents: z.number(),
    openIncidents: z.number(),
    deniedCalls: z.number(),
    /** In seconds, over the incidents that ended. */
    meanSecondsToRepair: optional(z.number()),
    worstSecondsToRepair: optional(z.number()),
  }),
  trails: z.array(trailSchema),
  /** Findings about the account and its Regions. */
  others: z.array(
    z.object({ subject: text, outcome: outcomeRecordSchema.shape.outcome, detail: text, whoCanAct: optional(text) }),
  ),
  frameworks: z.array(z.object({ framework: text, reference: text, serves: text })),
});

export type Evidence = TypeOf<typeof evidenceSchema>;
export type TrailEvidence = Evidence['trails'][number];
export type Incident = TrailEvidence['incidents'][number];
export type OtherCall = TrailEvidence['otherCalls'][number];
export type Call = Incident['calls'][number];
export type Check = TrailEvidence['checks'][number];
/** A value, or why nobody knows it. */
export type Known<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly why: string };
