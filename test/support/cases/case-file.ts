import * as z from 'zod';
import { OPERATIONS } from '../../../lambda/core/model/step.ts';
import { READS } from '../aws/facts-of.ts';

const OUTCOMES = ['COMPLIANT', 'WOULD_FIX', 'FIXED', 'VERIFIED', 'SKIPPED', 'BLOCKED', 'FAILED'] as const;

export const operation = z.enum(OPERATIONS);
/** Differences from the perfect account, as a JSON Merge Patch: null removes a value. */
export const patch = z.record(z.string(), z.unknown());

const accountChanges = {
  /** null: the trail does not exist. */
  trail: z.optional(z.nullable(patch)),
  groups: z.optional(z.record(z.string(), z.nullable(patch))),
  roles: z.optional(z.record(z.string(), z.nullable(patch))),
  retentionPolicies: z.optional(z.record(z.string(), z.nullable(patch))),
};

const event = z.union([
  z.string(),
  z.strictObject({
    file: z.string(),
    /** The caller: a file in test/cases/identities. */
    by: z.optional(z.string()),
    change: z.optional(patch),
  }),
]);

const unreadable = z.union([
  z.enum(READS),
  z.strictObject({ read: z.enum(READS), observations: z.optional(z.array(z.int().positive())) }),
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

/** The trail's memory in the ledger; `unread`: the ledger cannot be read. */
const memory = z.union([
  z.literal('unread'),
  z.strictObject({
    acceptedTarget: z.exactOptional(
      z.strictObject({ logGroupArn: z.string(), roleArn: z.string(), since: z.string() }),
    ),
    repairs: z.exactOptional(
      z.array(
        z.strictObject({ time: z.string(), concerns: z.array(z.string()), by: z.exactOptional(z.array(z.string())) }),
      ),
    ),
    /** Differences from the posture of the perfect trail. The ledger also has its target. */
    posture: z.exactOptional(patch),
  }),
]);

/** The result of a run. */
export const end = {
  outcome: z.enum(OUTCOMES),
  reason: z.string(),
  stage: z.optional(z.enum(['observe', 'apply', 'read-back', 'delivery'])),
  whoCanAct: z.optional(z.string()),
  /** A part of the explanation. */
  detail: z.optional(z.string()),
};

/** A step by its operation, with the part of its input that matters to the case. */
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
    request: z.enum(['report', 'denied']),
    trail: z.optional(z.string()),
    trigger: z.optional(trigger),
    run: z.strictObject({
      ...end,
      /** The subject of the notification. */
      notified: z.string(),
      /** The exact commands that recreate the trail; absent: there are none. */
      restore: z.optional(z.array(z.string())),
    }),
  }),
  z.strictObject({
    request: z.enum(['remediate', 'log-group-changed']),
    trigger: z.optional(trigger),
    /** `in`, or the reason why the trail is not in scope. */
    scope: z.optional(z.string()),
    /** The scope without the event, as a sweep judges it; absent: the same. */
    scopeInSweep: z.optional(z.string()),
    /** Ids of rules; `ID undecided` or `ID advised` for a finding that is not violated. */
    findings: z.optional(z.array(z.string())),
    steps: z.optional(z.array(step)),
    refused: z.optional(z.record(z.string(), z.string())),
    dryRun: z.strictObject(end),
    run: z.strictObject({
      ...end,
      /** The writes that changed the account, in order. */
      writes: z.optional(z.array(operation)),
      /** The number of calls of an operation, where that matters. */
      calls: z.optional(z.partialRecord(operation, z.int())),
      /** The trail as the account holds it afterwards, where that matters. */
      trail: z.optional(patch),
      /** The subject of the notification, or false when nobody is notified. */
      notified: z.union([z.string(), z.literal(false)]),
    }),
  }),
]);

/** One situation: the differences from the perfect account, the event, and the expected results. */
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

/** The settings of a case: those of the function, with its account and partition. */
export const settingsSchema = z.strictObject({
  partition: z.string(),
  account: z.string().regex(/^\d{12}$/),
  organizationTrails: z.boolean(),
  retentionDays: z.int(),
  settleSeconds: z.int(),
  restartLogging: z.enum(['never', 'seen', 'always']),
  logGroupPrefix: z.string(),
  logGroupKmsKeyArn: z.optional(z.string()),
  deliveryRoleArn: z.optional(z.string()),
  excludedTrails: z.string(),
  dataEventTrails: z.enum(['notify', 'fix']),
  metricFilters: z.enum(['none', 'cis']),
});

export type CaseFile = z.infer<typeof caseSchema>;
export type CaseSettings = z.infer<typeof settingsSchema>;
export type Expected = CaseFile['expected'];
export type AccountChanges = Pick<CaseFile, 'trail' | 'groups' | 'roles' | 'retentionPolicies'>;
