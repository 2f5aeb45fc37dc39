import * as z from 'zod/mini';
import { OPERATIONS } from '../../core/commands/aws-cli.ts';
import type { PreviousConfiguration, RunIntent } from '../../core/model/memory.ts';
import { ITEM_VERSION } from '../../core/model/memory.ts';
import type { OutcomeRecord } from '../../core/model/outcome.ts';
import { ACCOUNT_RULE_IDS, CONCERNS } from '../../core/model/rule-catalog.ts';
import type { Step } from '../../core/model/step.ts';

const text = z.string();
const flag = z.boolean();
const maybe = z.exactOptional;
const list = z.array(z.unknown());
const target = { logGroupArn: text, roleArn: text };
const isText = (value: unknown): boolean => typeof value === 'string';

/** A shape that is checked as far as trailmend reads into it; the rest is as it was written. */
function like<T>(shape: z.ZodMiniType): z.ZodMiniCustom<T, T> {
  return z.custom<T>((value) => shape.safeParse(value).success);
}

/** Words that decide what is done: of one that this version does not know, nothing follows. */
const operation = z.enum(OPERATIONS);
const rule = z.enum([...Object.keys(CONCERNS), ...ACCOUNT_RULE_IDS]);
const finding = z.object({ rule, verdict: text, evidence: z.object({ source: text, saw: text }) });
const trigger = z.union([
  z.object({ kind: z.literal('sweep'), time: text }),
  z.object({
    kind: z.literal('event'),
    eventName: text,
    eventId: text,
    eventTime: text,
    actor: z.object({ type: text, name: text }),
  }),
]);
const step = z.object({ operation, input: z.record(text, z.unknown()), needs: list, repairs: z.array(rule) });
const begun = z.object({
  trigger: like<RunIntent['trigger']>(trigger),
  findings: z.array(like<RunIntent['findings'][number]>(finding)),
  before: maybe(like<NonNullable<RunIntent['before']>>(z.object({ ...target, isLogging: z.union([flag, text]) }))),
  steps: z.array(like<Step>(step)),
});
const record = z.object({
  version: z.literal(1),
  id: text,
  time: text,
  trailArn: text,
  trigger,
  outcome: text,
  reason: text,
  detail: text,
  findings: z.array(finding),
  remaining: z.array(finding),
  plan: z.object({
    steps: z.array(step),
    refused: z.array(z.object({ rule: text, detail: text })),
  }),
  applied: z.array(z.object({ step, result: text, attempts: z.number() })),
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
  hasInsightSelectors: maybe(z.literal(true)),
}) satisfies z.ZodMiniType<PreviousConfiguration['trail']>;
const selectors = z.object({ kind: z.enum(['basic', 'advanced']), json: text });
const came = {
  outcome: z.custom<OutcomeRecord['outcome']>(isText),
  reason: z.custom<OutcomeRecord['reason']>(isText),
  time: text,
};

/** Items as trailmend writes them; attributes that stand in none of these are somebody else's. */
export const memoryItem = z.object({
  version: z.literal(ITEM_VERSION),
  lease: maybe(z.object({ holder: text, until: text, dirty: flag, begun })),
  last: maybe(z.object({ ...came, recordId: text })),
  lastNotified: maybe(z.object({ ...came, rules: z.array(text) })),
  told: z.record(text, text),
  owed: z.record(text, like<OutcomeRecord>(record)),
  seenLogging: maybe(text),
  acceptedTarget: maybe(z.object({ ...target, since: text })),
  former: maybe(z.object({ seen: text, trail, tags: maybe(z.record(text, text)), selectors: maybe(selectors) })),
  awaitingVerification: maybe(z.object({ since: text, target: z.object(target) })),
});

export const cursorItem = z.object({
  version: z.literal(ITEM_VERSION),
  cursor: maybe(z.object({ next: text, since: text })),
});
