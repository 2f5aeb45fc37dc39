import type { Clock } from '../clock.ts';
import type { EmulatorApi, Where } from '../emulator/api.ts';
import type { Evaluator } from '../iam/evaluator.ts';
import { nextBus } from './bus-target.ts';
import { deadLetterAttributes, type Undelivered } from './dead-letter.ts';
import type { BusEvent } from './record.ts';
import { type RetryPolicy, withRetries } from './retry.ts';
import { type Bus, matchingRules, type Rule, type Target, targetsOf } from './rules.ts';
import { deliverToTarget, sendToQueue } from './target.ts';
import { TargetError } from './target-error.ts';
import { forwardedEvent, targetInput } from './target-input.ts';

/**
 * The event buses of every account and Region: matches rules and calls targets through the
 * emulator's API. Not built, and reported as an error: targets other than functions, queues, topics
 * and buses.
 */
export interface EventBus {
  /**
   * Delivers an event to each target of each matching rule of the default bus of its account and
   * Region, and on to the buses among them. An event that cannot be delivered goes to the target's
   * dead-letter queue.
   */
  deliver(event: BusEvent): Promise<void>;
}

export interface EventBusOptions {
  readonly api: EmulatorApi;
  readonly evaluator: Evaluator;
  readonly clock: Clock;
  /** EventBridge's pause before its first retry, in milliseconds. */
  readonly firstPauseMs: number;
  /** Whether a disturbance throttles this attempt to deliver an event. */
  readonly isThrottled: (event: BusEvent) => boolean;
  /**
   * Called with each event that reached neither its target nor a dead-letter queue. AWS drops such
   * an event silently.
   */
  readonly warn: (line: string) => void;
}

/**
 * Source: EventBridge user guide, "Event retry policy" (24 hours and up to 185 times by default).
 */
const DEFAULT_ATTEMPTS = 185;
const DEFAULT_AGE_SECONDS = 86_400;

export function eventBus(options: EventBusOptions): EventBus {
  return {
    deliver: (event) => deliverOn(options, event, [{ account: event.account, region: event.region, name: 'default' }]),
  };
}

/** @param path the buses that the event has passed; the last one has it */
async function deliverOn(options: EventBusOptions, event: BusEvent, path: readonly Bus[]): Promise<void> {
  const bus = path.at(-1);
  if (bus === undefined) return;
  const rules = await matchingRules(options.api, event, bus);
  await forEachOf(rules, async (rule) => {
    const targets = await targetsOf(options.api, rule, bus);
    await forEachOf(targets, (target) => deliverTo(options, event, { bus, path, rule }, target));
  });
}

/**
 * A rule that an event matched on a bus, and the buses that the event has passed, this one last.
 */
interface RuleMatch {
  readonly bus: Bus;
  readonly path: readonly Bus[];
  readonly rule: Rule;
}

async function deliverTo(
  options: EventBusOptions,
  event: BusEvent,
  { bus: where, path, rule }: RuleMatch,
  target: Target,
): Promise<void> {
  const { Arn: arn, RoleArn: roleArn } = target;
  const { api, evaluator, clock, isThrottled } = options;
  let passedOn: Bus | undefined;
  const attempt = async () => {
    if (isThrottled(event)) throw new TargetError('THROTTLING', `Rate exceeded: ${arn}`, true);
    if (arn.split(':')[2] === 'events') passedOn = await nextBus(api, evaluator, { arn, roleArn, path });
    else
      await deliverToTarget(api, { ruleArn: rule.Arn, targetArn: arn, where, body: targetInput(target, event, rule) });
  };
  const givenUp = await withRetries(attempt, retryPolicyOf(target, options.firstPauseMs), clock);
  if (givenUp !== undefined)
    return sendToDeadLetterQueue(options, event, target, { ruleArn: rule.Arn, targetArn: arn, ...givenUp }, where);
  if (passedOn !== undefined) await deliverOn(options, forwardedEvent(target, event, rule), [...path, passedOn]);
}

function retryPolicyOf({ RetryPolicy = {} }: Target, firstPauseMs: number): RetryPolicy {
  const { MaximumRetryAttempts = DEFAULT_ATTEMPTS, MaximumEventAgeInSeconds = DEFAULT_AGE_SECONDS } = RetryPolicy;
  return { maximumAttempts: MaximumRetryAttempts, maximumAgeMs: MaximumEventAgeInSeconds * 1000, firstPauseMs };
}

async function sendToDeadLetterQueue(
  { api, warn }: EventBusOptions,
  event: BusEvent,
  target: Target,
  undelivered: Undelivered,
  where: Where,
): Promise<void> {
  const { error, ruleArn } = undelivered;
  const lost = (why: string) => warn(`EventBridge lost an event: ${error.code}, ${error.message}; ${why}.`);
  const targetArn = target.DeadLetterConfig?.Arn;
  if (targetArn === undefined) return lost('the target has no dead-letter queue');
  const message = { ruleArn, targetArn, where, body: JSON.stringify(event) };
  try {
    await sendToQueue(api, message, deadLetterAttributes(undelivered));
  } catch (failure) {
    if (!(failure instanceof TargetError)) throw failure;
    lost(`its dead-letter queue: ${failure.code}, ${failure.message}`);
  }
}

/** Works on all items at once and waits for all of them before it throws the first failure. */
async function forEachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(items.map(work));
  const failure = results.find((result) => result.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}
