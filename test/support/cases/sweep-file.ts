import * as z from 'zod';
import { memoryAttributes, memoryFrom } from '../../../lambda/aws/ledger/items.ts';
import { ITEM_VERSION } from '../../../lambda/aws/ledger/table-schema.ts';
import type { TrailMemory } from '../../../lambda/core/model/memory.ts';
import { end, operation, patch } from './case-file.ts';

/** What AWS answers instead of what was asked for. */
const error = z.strictObject({ code: z.string(), message: z.string() });

/** Differences of a region from one in which the perfect account's group and role are, and no trail. */
const region = z.strictObject({
  /** Of DescribeTrails; null: it answers again. */
  error: z.optional(z.nullable(error)),
  /** By name: differences from the perfect trail; null: there is none any more. */
  trails: z.optional(z.record(z.string(), z.nullable(patch))),
  groups: z.optional(z.record(z.string(), z.nullable(patch))),
  roles: z.optional(z.record(z.string(), z.nullable(patch))),
});
const regions = z.record(z.string(), region);

const ruleStatus = z.union([
  z.enum(['missing', 'disabled', 'changed', 'without-target']),
  z.strictObject({ unread: z.string() }),
]);

/** What is wrong with trailmend's event rules, by Region; null: nothing any more. */
const rules = z.record(z.string(), z.nullable(ruleStatus));

const memory = z.custom<Partial<TrailMemory>>((value) => {
  const stored = memoryFrom({ version: ITEM_VERSION, ...memoryAttributes(Object(value)) });
  return stored.ok && Object.keys(Object(value)).every((field) => field in stored.value);
}, 'The ledger holds no such memory of a trail');

/** By `REGION/NAME`. */
const byTrail = <T extends z.ZodType>(value: T) => z.record(z.string().regex(/^[a-z0-9-]+\/[\w.-]+$/), value);

const sweep = z.strictObject({
  /** How long after the one before. */
  afterMinutes: z.optional(z.number()),
  /** What somebody else changes meanwhile. */
  changes: z.optional(regions),
  rules: z.optional(rules),
  /** How long the function may run. */
  seconds: z.optional(z.number()),
  /** The regions that somebody asks for. */
  asked: z.optional(z.array(z.string())),
  expected: z.strictObject({
    /** `about`: REGION/NAME of a trail, `REGION/*` of a region, and of the account with `*` for the region. In any order. */
    outcomes: z.optional(z.array(z.strictObject({ about: z.string(), ...end }))),
    /** The subjects of messages, in any order. */
    notified: z.optional(z.array(z.string())),
    /** By region, in order. */
    writes: z.optional(z.record(z.string(), z.array(operation))),
    /** Parts of what the ledger holds of trails afterwards; null: it holds no such thing. */
    ledger: z.optional(byTrail(patch)),
    /** Regions and `REGION/NAME` of trails for which the sweep had no time. */
    postponed: z.optional(z.array(z.string())),
    /** The trails that were checked, in order, where that matters. */
    checks: z.optional(z.array(z.string())),
  }),
});

/** One account, and one sweep of it or several. */
export const sweepCaseSchema = z.strictObject({
  situation: z.string(),
  regions,
  /** What DescribeRegions answers; absent: the regions above. */
  regionsError: z.optional(error),
  settings: z.optional(patch),
  /** Parameters of the stack that concern sweeps alone. */
  parameters: z.optional(
    z.strictObject({ regions: z.optional(z.array(z.string())), forwarderRegions: z.optional(z.array(z.string())) }),
  ),
  rules: z.optional(rules),
  ledger: z.optional(byTrail(memory)),
  sweeps: z.array(sweep).min(1),
});

export type SweepCaseFile = z.infer<typeof sweepCaseSchema>;
export type RegionChanges = z.infer<typeof region>;
export type Rules = z.infer<typeof rules>;
export type SweepStep = z.infer<typeof sweep>;
