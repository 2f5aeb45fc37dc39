import * as z from 'zod';
import { OPERATIONS } from '../../../lambda/core/model/step.ts';
import { READS } from '../aws/facts-of.ts';

const OUTCOMES = ['COMPLIANT', 'WOULD_FIX', 'FIXED', 'VERIFIED', 'SKIPPED', 'BLOCKED', 'FAILED'] as const;

export const operation = z.enum(OPERATIONS);
/** Differences, as a JSON Merge Patch: they are laid over the perfect trail, and null takes something away. */
export const patch = z.record(z.string(), z.unknown());

const accountChanges = {
  /** null: AWS knows no such trail. */
  trail: z.optional(z.nullable(patch)),
  groups: z.optional(z.record(z.string(), z.nullable(patch))),
  roles: z.optional(z.record(z.string(), z.nullable(patch))),
};

const event = z.union([
  z.string(),
  z.strictObject({
    file: z.string(),
    /** A file of test/cases/identities that stands for who calls. */
    by: z.optional(z.string()),
    change: z.optional(patch),
  }),
]);

const unreadable = z.union([
  z.enum(READS),
  z.strictObject({ read: z.enum(READS), looks: z.optional(z.array(z.int().positive())) }),
]);

const fault = z.strictObject({
  operation,
  calls: z.optional(z.array(z.int().positive())),
  code: z.string(),
  message: z.string(),
  afterEffect: z.optional(z.boolean()),
});

const interference = z.union([
  z.strictObject({ afterSeconds: z.number(), ...accountChanges }),
  z.strictObject({ beforeCall: operation, ...accountChanges }),
]);

/** What the ledger knows of the trail; `unread`: it answers nothing. */
const memory = z.union([
  z.literal('unread'),
  z.strictObject({
    acceptedTarget: z.exactOptional(
      z.strictObject({ logGroupArn: z.string(), roleArn: z.string(), since: z.string() }),
    ),
    previous: z.exactOptional(
      z.strictObject({
        /** Differences from the perfect trail as facts tell it. */
        trail: patch,
        tags: z.exactOptional(z.record(z.string(), z.string())),
        selectors: z.exactOptional(z.strictObject({ kind: z.enum(['basic', 'advanced']), json: z.string() })),
      }),
    ),
  }),
]);

/** How a run ends. */
export const end = {
  outcome: z.enum(OUTCOMES),
  reason: z.string(),
  stage: z.optional(z.enum(['observe', 'apply', 'read-back', 'delivery'])),
  whoCanAct: z.optional(z.string()),
  /** A part of the sentence that says why. */
  detail: z.optional(z.string()),
};

/** A step by its operation: the part of its input that matters to the case. */
const step = z.partialRecord(operation, patch).refine((one) => Object.keys(one).length === 1, {
  message: 'a step is one operation with its input',
});

const trigger = z.strictObject({
  actor: z.optional(patch),
  tampering: z.optional(z.string()),
  errorCode: z.optional(z.string()),
});

const expected = z.discriminatedUnion('request', [
  z.strictObject({ request: z.literal('ignored'), why: z.string(), detail: z.string() }),
  z.strictObject({
    request: z.literal('report'),
    trail: z.optional(z.string()),
    trigger: z.optional(trigger),
    run: z.strictObject({
      ...end,
      /** The subject of the notification. */
      notified: z.string(),
      /** The commands that create the trail again, word for word; absent: there are none. */
      restore: z.optional(z.array(z.string())),
    }),
  }),
  z.strictObject({
    request: z.enum(['remediate', 'log-group-deleted']),
    trigger: z.optional(trigger),
    /** `in`, or why it is not. */
    scope: z.optional(z.string()),
    /** Ids of rules; `ID undecided` where something could not be read. */
    findings: z.optional(z.array(z.string())),
    steps: z.optional(z.array(step)),
    refused: z.optional(z.record(z.string(), z.string())),
    dryRun: z.strictObject(end),
    run: z.strictObject({
      ...end,
      /** The writes that changed the account, in order. */
      writes: z.optional(z.array(operation)),
      /** How often an operation was called, where that matters. */
      calls: z.optional(z.partialRecord(operation, z.int())),
      /** The trail as the account holds it afterwards, where that matters. */
      trail: z.optional(patch),
      /** The subject of the notification, or false when nobody is notified. */
      notified: z.union([z.string(), z.literal(false)]),
    }),
  }),
]);

/** One situation: what differs from the perfect trail, what starts trailmend, and what has to become of it. */
export const caseSchema = z.strictObject({
  situation: z.string(),
  event,
  ...accountChanges,
  settings: z.optional(patch),
  memory: z.optional(memory),
  unreadable: z.optional(z.array(unreadable)),
  faults: z.optional(z.array(fault)),
  meanwhile: z.optional(z.array(interference)),
  propagationSeconds: z.optional(z.number()),
  staleSeconds: z.optional(z.number()),
  expected,
});

/** The settings of a case: the function's, with what the account and its partition decide. */
export const settingsSchema = z.strictObject({
  partition: z.string(),
  account: z.string().regex(/^\d{12}$/),
  organizationTrails: z.boolean(),
  retentionDays: z.int(),
  settleSeconds: z.int(),
  restartLogging: z.enum(['never', 'seen', 'always']),
  logGroupPrefix: z.string(),
  logGroupKmsKeyArn: z.optional(z.string()),
  excludedTrails: z.string(),
  dataEventTrails: z.enum(['notify', 'fix']),
  metricFilters: z.enum(['none', 'cis']),
});

export type CaseFile = z.infer<typeof caseSchema>;
export type CaseSettings = z.infer<typeof settingsSchema>;
export type Expected = CaseFile['expected'];
export type AccountChanges = Pick<CaseFile, 'trail' | 'groups' | 'roles'>;
