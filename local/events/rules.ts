import * as z from 'zod/mini';
import type { EmulatorApi, Where } from '../emulator/api.ts';
import { parseJson } from '../wire/parse-json.ts';
import type { BusEvent } from './record.ts';

const RULE = z.object({
  Name: z.string(),
  Arn: z.string(),
  State: z.string(),
  EventPattern: z.optional(z.string()),
});
const RULES = z.object({ Rules: z.array(RULE), NextToken: z.optional(z.string()) });
const MATCH = z.object({ Result: z.boolean() });
const TARGET = z.object({
  Id: z.string(),
  Arn: z.string(),
  RoleArn: z.optional(z.string()),
  Input: z.optional(z.string()),
  InputPath: z.optional(z.string()),
  InputTransformer: z.optional(
    z.object({ InputPathsMap: z.optional(z.record(z.string(), z.string())), InputTemplate: z.string() }),
  ),
  DeadLetterConfig: z.optional(z.object({ Arn: z.optional(z.string()) })),
  RetryPolicy: z.optional(
    z.object({
      MaximumRetryAttempts: z.optional(z.number()),
      MaximumEventAgeInSeconds: z.optional(z.number()),
    }),
  ),
});
const TARGETS = z.object({ Targets: z.array(TARGET) });
const SOURCES = z.object({ source: z.array(z.string()) });
const ALTERNATIVES = z.object({ $or: z.array(SOURCES) });

export type Rule = z.infer<typeof RULE>;
export type Target = z.infer<typeof TARGET>;

/** An event bus. */
export interface Bus extends Where {
  readonly name: string;
}

/**
 * The enabled rules of a bus whose pattern an event matches, according to the emulator's
 * TestEventPattern. Writes match in both enabled states; reads would need
 * ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS.
 */
export async function matchingRules(api: EmulatorApi, event: BusEvent, bus: Bus): Promise<readonly Rule[]> {
  const candidates = (await rulesOf(api, bus)).filter(
    ({ State, EventPattern }) => State.startsWith('ENABLED') && mayMatch(EventPattern, event),
  );
  const Event = JSON.stringify(event);
  const matches = await Promise.all(
    candidates.map(async ({ EventPattern }) => {
      const question = { EventPattern, Event };
      return (await api.json('events', 'AWSEvents.TestEventPattern', question, bus, MATCH)).Result;
    }),
  );
  return candidates.filter((_, index) => matches[index]);
}

export async function targetsOf(api: EmulatorApi, rule: Rule, bus: Bus): Promise<readonly Target[]> {
  const question = { Rule: rule.Name, EventBusName: bus.name };
  return (await api.json('events', 'AWSEvents.ListTargetsByRule', question, bus, TARGETS)).Targets;
}

async function rulesOf(api: EmulatorApi, bus: Bus, NextToken?: string): Promise<readonly Rule[]> {
  const question = { EventBusName: bus.name, ...(NextToken !== undefined && { NextToken }) };
  const page = await api.json('events', 'AWSEvents.ListRules', question, bus, RULES);
  return page.NextToken === undefined ? page.Rules : [...page.Rules, ...(await rulesOf(api, bus, page.NextToken))];
}

/** Saves a request: a pattern that lists plain sources without the event's source cannot match. */
function mayMatch(pattern: string | undefined, event: BusEvent): boolean {
  if (pattern === undefined) return false;
  const parsed = parseJson(pattern);
  const alternatives = z.safeParse(ALTERNATIVES, parsed);
  const listed = z.safeParse(SOURCES, parsed);
  const all = alternatives.success ? alternatives.data.$or : listed.success ? [listed.data] : undefined;
  return all === undefined || all.some(({ source }) => source.includes(event.source));
}
