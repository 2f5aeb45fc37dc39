import * as z from 'zod/mini';
import type { EmulatorApi, Where } from '../emulator/api.ts';
import { deadLetterAttributes } from './dead-letter.ts';
import type { BusEvent } from './record.ts';
import { handOver, type Parcel, sendToQueue, TargetError } from './target.ts';

const RULES = z.object({
  Rules: z.array(
    z.object({ Name: z.string(), Arn: z.string(), State: z.string(), EventPattern: z.optional(z.string()) }),
  ),
  NextToken: z.optional(z.string()),
});
const MATCH = z.object({ Result: z.boolean() });
const TARGETS = z.object({
  Targets: z.array(
    z.object({
      Id: z.string(),
      Arn: z.string(),
      Input: z.optional(z.string()),
      InputPath: z.optional(z.string()),
      InputTransformer: z.optional(z.unknown()),
      DeadLetterConfig: z.optional(z.object({ Arn: z.optional(z.string()) })),
    }),
  ),
});
type Rule = z.infer<typeof RULES>['Rules'][number];
type Target = z.infer<typeof TARGETS>['Targets'][number];

/**
 * The default event bus of every account and region, for events that the emulator's own PutEvents refuses (`aws.*` sources):
 * rules are matched and targets are called through the emulator's API.
 * Not built, and told instead of passed over: input paths and transformers, targets other than functions and queues. Not
 * built: other buses, and the rule's retries of a target that is throttled.
 */
export interface EventBus {
  /** Delivers to each target of each matching rule; what cannot be delivered goes to that target's dead-letter queue. */
  deliver(event: BusEvent): Promise<void>;
}

/** @param tell told of every event that reached neither its target nor a dead-letter queue; AWS drops it without a word */
export function eventBus(api: EmulatorApi, tell: (line: string) => void): EventBus {
  return {
    async deliver(event) {
      const where = { account: event.account, region: event.region };
      const rules = await matchingRules(api, event, where);
      await forEachOf(rules, (rule) => deliverToTargets(api, rule, event, where, tell));
    },
  };
}

async function matchingRules(api: EmulatorApi, event: BusEvent, where: Where): Promise<readonly Rule[]> {
  const enabled = (await allRules(api, where)).filter(({ State }) => State.startsWith('ENABLED'));
  const Event = JSON.stringify(event);
  const matches = await Promise.all(
    enabled.map(async ({ EventPattern }) => {
      if (EventPattern === undefined) return false;
      const question = { EventPattern, Event };
      return (await api.json('events', 'AWSEvents.TestEventPattern', question, where, MATCH)).Result;
    }),
  );
  return enabled.filter((_, index) => matches[index]);
}

async function allRules(api: EmulatorApi, where: Where, NextToken?: string): Promise<readonly Rule[]> {
  const page = await api.json('events', 'AWSEvents.ListRules', { ...(NextToken && { NextToken }) }, where, RULES);
  return page.NextToken === undefined ? page.Rules : [...page.Rules, ...(await allRules(api, where, page.NextToken))];
}

async function deliverToTargets(
  api: EmulatorApi,
  rule: Rule,
  event: BusEvent,
  where: Where,
  tell: (line: string) => void,
): Promise<void> {
  const { Targets } = await api.json('events', 'AWSEvents.ListTargetsByRule', { Rule: rule.Name }, where, TARGETS);
  await forEachOf(Targets, async (target) => {
    const { Arn, Input, InputPath, InputTransformer } = target;
    if (InputPath !== undefined || InputTransformer !== undefined) {
      throw new Error(`input paths and transformers are not built: rule ${rule.Arn}, target ${Arn}`);
    }
    const parcel = { ruleArn: rule.Arn, body: Input ?? JSON.stringify(event), where };
    try {
      await handOver(api, { ...parcel, targetArn: Arn });
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      await bury(api, target, { ...parcel, body: JSON.stringify(event) }, error, tell);
    }
  });
}

async function bury(
  api: EmulatorApi,
  target: Target,
  parcel: Omit<Parcel, 'targetArn'>,
  { code, message }: TargetError,
  tell: (line: string) => void,
): Promise<void> {
  const lost = (why: string) => tell(`An event is lost: ${code}, ${message}; ${why}.`);
  const queueArn = target.DeadLetterConfig?.Arn;
  if (queueArn === undefined) return lost('the target has no dead-letter queue');
  const attributes = deadLetterAttributes({ ruleArn: parcel.ruleArn, targetArn: target.Arn, code, message });
  try {
    await sendToQueue(api, { ...parcel, targetArn: queueArn }, attributes);
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    lost(`its dead-letter queue: ${error.code}, ${error.message}`);
  }
}

/** Works on all at once and waits for all, so that nothing is still under way when the first failure is thrown. */
async function forEachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(items.map(work));
  const failure = results.find((result) => result.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}
