// The schemas of the items in DynamoDB. Their attribute names are a contract with existing ledgers.
import * as z from 'zod/mini';
import { findingSchema } from '../../core/model/finding.ts';
import { type OutcomeRecord, outcomeRecordSchema } from '../../core/model/outcome.ts';
import type { Posture } from '../../core/model/posture.ts';
import { optional, text } from '../../core/model/schema.ts';
import type { Trail } from '../../core/model/trail.ts';
import { triggerSchema } from '../../core/model/trigger.ts';
import { ITEM_VERSION } from './table-schema.ts';

const flag = z.boolean();
const target = { logGroupArn: text, roleArn: text };
/** No decision needs to know the outcome and reason, so that words of a later release are valid. */
const outcome = {
  outcome: text as unknown as z.ZodMiniType<OutcomeRecord['outcome']>,
  reason: text as unknown as z.ZodMiniType<OutcomeRecord['reason']>,
  time: text,
};
const notified = z.object({
  ...outcome,
  rules: z.array(text),
  weakened: optional(text),
  tooLarge: optional(z.literal(true)),
});
const trail = z.object({
  homeRegion: text,
  isOrganizationTrail: flag,
  ...target,
  isMultiRegion: flag,
  includesGlobalEvents: flag,
  logFileValidation: flag,
  kmsKeyId: text,
  snsTopicArn: text,
  s3Bucket: text,
  s3Prefix: text,
  hasCustomEventSelectors: flag,
  hasInsightSelectors: optional(z.literal(true)),
  recursiveLogging: optional(flag),
}) satisfies z.ZodMiniType<Trail>;
const selectors = z.object({ kind: z.enum(['basic', 'advanced']), json: text });
const tags = z.record(text, text);
const extent = z.enum(['all', 'partial', 'none']);
export const postureSchema = z.object({
  since: text,
  isNew: optional(z.literal(true)),
  trail,
  recording: optional(
    z.object({ writes: extent, reads: extent, excludedSources: z.array(text), own: optional(selectors) }),
  ),
  tags: optional(tags),
  group: optional(
    z.object({
      createdMs: optional(z.number()),
      retentionDays: optional(z.number()),
      metricFilters: optional(z.array(text)),
      subscriptionFilters: optional(z.array(text)),
      streams: optional(z.array(text)),
      masked: flag,
      isOurs: optional(z.literal(true)),
    }),
  ),
}) satisfies z.ZodMiniType<Posture>;
const version = z.literal(ITEM_VERSION);
const count = optional(z.number());

export const memoryItem = z.object({
  version,
  lease: optional(
    z.object({
      holder: text,
      until: text,
      dirty: flag,
      begun: z.object({ trigger: triggerSchema, findings: z.array(findingSchema) }),
    }),
  ),
  last: optional(z.object({ ...outcome, recordId: text })),
  toldOutcome: optional(notified),
  notifications: count,
  told: z.record(text, text),
  repairs: optional(z.array(z.object({ time: text, concerns: z.array(text), by: optional(z.array(text)) }))),
  repeat: z.record(text, z.object({ eventName: text, time: text, actor: text, deed: text })),
  owed: z.record(text, outcomeRecordSchema),
  exclusion: optional(text),
  seenLogging: optional(text),
  logging: optional(z.object({ started: optional(text), stopped: optional(text) })),
  lastKnownGood: optional(z.object({ ...target, since: text })),
  /** What earlier versions saved instead of a posture. */
  former: optional(z.object({ seen: text, trail, tags: optional(tags) })),
  posture: optional(postureSchema),
  awaitingProof: optional(z.object({ since: text, target: z.object(target) })),
  lateDelivery: optional(z.object({ since: text, latestLogsDelivery: optional(text) })),
  expires: optional(z.number()),
});
export const probeItem = z.object({ version, hash: optional(text), sent: optional(text), arrived: optional(text) });
export const settingsItem = z.object({ version, settings: z.record(text, text) });
export const issuesItem = z.object({
  version,
  issue: z.record(text, notified),
  claim: z.record(text, text),
  notifications: count,
});
export const trailsItem = z.object({ version, trail: z.record(text, text) });
