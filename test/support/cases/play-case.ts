import { dispatch } from '../../../lambda/app/dispatch.ts';
import { RunFailed } from '../../../lambda/app/errors.ts';
import { knownGroups } from '../../../lambda/core/memory/known-groups.ts';
import { changeBy, changeRemembered, latest } from '../../../lambda/core/memory/target-history.ts';
import type { Finding } from '../../../lambda/core/model/finding.ts';
import { NO_MEMORY } from '../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import type { Assessment } from '../../../lambda/core/model/plan.ts';
import { parseTrailArn, type TrailId } from '../../../lambda/core/model/trail-id.ts';
import type { Trigger } from '../../../lambda/core/model/trigger.ts';
import type { Message } from '../../../lambda/core/notification/message.ts';
import { messageFor } from '../../../lambda/core/notification/trail-message.ts';
import { screen } from '../../../lambda/core/outcome/screening.ts';
import { planFor } from '../../../lambda/core/planning/plan.ts';
import { assess } from '../../../lambda/core/rules/assess.ts';
import { scopeOf } from '../../../lambda/core/scope/scope.ts';
import { parseRequest, type Request } from '../../../lambda/events/parse-request.ts';
import { trailsDeliveringTo } from '../aws/facts-of.ts';
import { type InMemoryAws, inMemoryAws } from '../in-memory-aws.ts';
import { unread } from '../perfect-trail.ts';
import { configOf } from './case-config.ts';
import type { Case } from './load-cases.ts';

/** When every case begins: five seconds after its event. */
const START = Date.parse('2026-11-20T09:00:05Z');

/** What a case came to, seen from outside. */
export interface Played {
  readonly aws: InMemoryAws;
  readonly records: readonly OutcomeRecord[];
  readonly messages: readonly Message[];
  /** What was logged about an event that was ignored. */
  readonly ignored: readonly Record<string, unknown>[];
  /** The function threw, so that Lambda tries the event again. */
  readonly failed: boolean;
}

/** Reads the case's event as the function would. */
export function requestOf({ event, settings }: Case): Request {
  return parseRequest(event, configOf(settings, 'fix'));
}

/** What would be decided at the first look, before any write. */
export async function decide(
  { account, settings, behaviour }: Case,
  id: TrailId,
  trigger: Trigger,
): Promise<Assessment & { readonly plan: ReturnType<typeof planFor> }> {
  const config = configOf(settings, 'fix');
  const aws = inMemoryAws(account, id, config.settings, START, behaviour);
  const recalled = await aws.ledger.load(id.arn);
  const memory = recalled.read ? recalled.value : NO_MEMORY;
  const change = latest(changeRemembered(memory), changeBy(trigger));
  const formerArn = Promise.resolve(memory.acceptedTarget?.logGroupArn);
  const seen = await aws.observe(id, new Date(START).toISOString(), change, formerArn);
  const groups = knownGroups(memory);
  const facts = { ...seen, ...(groups.length > 0 && { knownGroups: groups }) };
  const assessment = { facts, findings: assess(facts, config.settings), scope: scopeOf(facts, config.settings) };
  return { ...assessment, plan: planFor(assessment, trigger, config.settings, memory) };
}

/** What a glance of the sweep finds, and what it concludes: nothing when the trail has to be observed in full. */
export interface Glimpse {
  readonly findings: readonly Finding[];
  readonly record: OutcomeRecord | undefined;
}

/** What a sweep finds that comes by instead of the event. In memory a glance sees what an observer sees, but for what it does not ask for. */
export async function glanceAt({ account, settings, behaviour }: Case, id: TrailId): Promise<Glimpse> {
  const config = configOf(settings, 'fix');
  const now = new Date(START).toISOString();
  const aws = inMemoryAws(account, id, config.settings, START, behaviour);
  const memory = await aws.ledger.load(id.arn);
  const known = memory.read ? memory.value : NO_MEMORY;
  const groups = knownGroups(known);
  const seen = await aws.observe(id, now, changeRemembered(known), Promise.resolve(undefined));
  const facts = { ...seen, ...NOT_ASKED, ...(groups.length > 0 && { knownGroups: groups }) };
  const findings = assess(facts, config.settings);
  const look = { facts, findings, scope: scopeOf(facts, config.settings), memory };
  const stamp = { id: '1', time: now, mode: 'fix' } as const;
  return { findings, record: screen(stamp, { kind: 'sweep', time: now }, look, config.settings) };
}

/** What only a repair needs to know. */
const NOT_ASKED = Object.fromEntries(
  ['formerGroup', 'organizationId', 'candidateGroups', 'candidateRoles'].map((fact) => [fact, unread('not asked')]),
);

/** Lets the case's event in at the function's door, in an account of its own. */
export async function play(found: Case, id: TrailId, mode: 'fix' | 'dry-run'): Promise<Played> {
  const config = configOf(found.settings, mode);
  const aws = inMemoryAws(found.account, id, config.settings, START, found.behaviour);
  const records: OutcomeRecord[] = [];
  const messages: Message[] = [];
  const ignored: Record<string, unknown>[] = [];
  const log = (message: string, fields: Record<string, unknown>): void => {
    if (message === 'trail outcome') records.push(fields['record'] as OutcomeRecord);
    else ignored.push(fields);
  };
  const entering = dispatch(found.event, {
    ...aws,
    config,
    newId: () => '7d2f0c3e-6b1d-4f0e-8a53-5d1b3f2c9e01',
    notify: async (record, told) => void messages.push(messageFor(record, told)),
    putOutcome: async () => ({ put: true }),
    log: { info: log, error: log },
    sweep: () => Promise.reject(new Error('no case is a sweep')),
    smokeTest: () => Promise.reject(new Error('no case is a smoke test')),
    trailsOfGroup: async (_region, groupArn) => ({
      read: true,
      value: {
        users: trailsDeliveringTo(aws.account, groupArn).flatMap((arn) => parseTrailArn(arn) ?? []),
        others: [],
      },
    }),
  });
  const failed = await entering.then(
    () => false,
    (error) => {
      if (error instanceof RunFailed) return true;
      throw error;
    },
  );
  return { aws, records, messages, ignored, failed };
}
