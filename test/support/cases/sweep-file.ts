import * as z from 'zod';
import { memoryAttributes, memoryFrom } from '../../../lambda/aws/ledger/items.ts';
import { ITEM_VERSION } from '../../../lambda/aws/ledger/table-schema.ts';
import type { TrailMemory } from '../../../lambda/core/model/memory.ts';
import { READS } from '../aws/facts-of.ts';
import { end, operation, patch } from './case-file.ts';

/** An error that AWS returns. */
const error = z.strictObject({ code: z.string(), message: z.string() });

/**
 * Differences from a Region with the log group and the role of the perfect account, and without a
 * trail.
 */
const region = z.strictObject({
  /** The error of DescribeTrails; null: the call succeeds again. */
  error: z.optional(z.nullable(error)),
  /** By name: differences from the perfect trail; null: the trail no longer exists. */
  trails: z.optional(z.record(z.string(), z.nullable(patch))),
  groups: z.optional(z.record(z.string(), z.nullable(patch))),
  roles: z.optional(z.record(z.string(), z.nullable(patch))),
  /** The reads that AWS denies in the Region, apart from the listing. */
  unreadable: z.optional(z.array(z.enum(READS))),
});
const regions = z.record(z.string(), region);

const ruleStatus = z.union([
  z.enum(['missing', 'disabled', 'changed', 'without-target', 'altered-input', 'other-role']),
  z.strictObject({ unread: z.string() }),
]);

/** The status of trailmend's event rules, by Region; null: the rule is active again. */
const rules = z.record(z.string(), z.nullable(ruleStatus));

/** What happens to the probes, by Region; null: they arrive again. */
const probes = z.record(
  z.string(),
  z.nullable(z.union([z.enum(['lost', 'altered', 'twice']), z.strictObject({ refused: error })])),
);

/** Who receives the messages; null: a subscriber again. */
const subscribers = z.nullable(
  z.union([z.enum(['none', 'filtered', 'no-topic']), z.strictObject({ unread: z.string() })]),
);

const queueStatus = z.union([
  z.literal('missing'),
  z.strictObject({ events: z.int().positive() }),
  z.strictObject({ unread: z.string() }),
]);

/** The dead-letter queues of the forwarders, by Region; null: the queue is empty again. */
const queues = z.record(z.string(), z.nullable(queueStatus));

const memory = z.custom<Partial<TrailMemory>>((value) => {
  const stored = memoryFrom({ version: ITEM_VERSION, ...memoryAttributes(Object(value)) });
  return stored.ok && Object.keys(Object(value)).every((field) => field in stored.value);
}, 'The ledger cannot contain this memory of a trail');

/** By `REGION/NAME`, or by the ARN of a trail of another account. */
const byTrail = <T extends z.ZodType>(value: T) =>
  z.record(z.string().regex(/^(arn:aws:cloudtrail:[a-z0-9-]+:\d{12}:trail|[a-z0-9-]+)\/[\w.-]+$/), value);

const sweep = z.strictObject({
  /** The time since the previous sweep. */
  afterMinutes: z.optional(z.number()),
  /** The changes before the sweep. */
  changes: z.optional(regions),
  rules: z.optional(rules),
  probes: z.optional(probes),
  queues: z.optional(queues),
  subscribers: z.optional(subscribers),
  /** The function's timeout. */
  seconds: z.optional(z.number()),
  /** The Regions that an operator requests. */
  requestedRegions: z.optional(z.array(z.string())),
  expected: z.strictObject({
    /**
     * In any order. `subject`: `REGION/NAME` for a trail, `REGION/*` for a Region, and the account
     * with a star as its Region.
     */
    outcomes: z.optional(z.array(z.strictObject({ subject: z.string(), ...end }))),
    /** The subjects of the messages, in any order. */
    notified: z.optional(z.array(z.string())),
    /** By Region, in order. */
    writes: z.optional(z.record(z.string(), z.array(operation))),
    /** Parts of the memories of trails in the ledger afterwards; null: the field is absent. */
    ledger: z.optional(byTrail(patch)),
    /** The Regions and trails that the sweep postponed. */
    postponed: z.optional(z.array(z.string())),
    /** The trails that the sweep checked, in order, where that matters. */
    checks: z.optional(z.array(z.string())),
    /** The trails of which the sweep read only what they record: `TRAIL in REGION`, in order. */
    recordings: z.optional(z.array(z.string())),
  }),
});

/** An account and one or more sweeps of it. */
export const sweepCaseSchema = z.strictObject({
  situation: z.string(),
  regions,
  /** The error of DescribeRegions; absent: it returns the Regions above. */
  regionsError: z.optional(error),
  settings: z.optional(patch),
  /** Parameters of the stack that concern only sweeps. */
  parameters: z.optional(
    z.strictObject({ regions: z.optional(z.array(z.string())), forwarderRegions: z.optional(z.array(z.string())) }),
  ),
  rules: z.optional(rules),
  probes: z.optional(probes),
  queues: z.optional(queues),
  subscribers: z.optional(subscribers),
  ledger: z.optional(byTrail(memory)),
  sweeps: z.array(sweep).min(1),
});

export type SweepCaseFile = z.infer<typeof sweepCaseSchema>;
export type RegionChanges = z.infer<typeof region>;
export type Rules = z.infer<typeof rules>;
export type Probes = z.infer<typeof probes>;
export type SubscribersIn = z.infer<typeof subscribers>;
export type Queues = z.infer<typeof queues>;
export type SweepStep = z.infer<typeof sweep>;
