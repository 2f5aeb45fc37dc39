import { assessTrail } from '../../../lambda/app/assess-trail.ts';
import { dispatch } from '../../../lambda/app/dispatch.ts';
import { RunFailed } from '../../../lambda/app/errors.ts';
import { historyOf } from '../../../lambda/core/memory/target-history.ts';
import { NO_HISTORY } from '../../../lambda/core/model/facts.ts';
import type { Finding } from '../../../lambda/core/model/finding.ts';
import { NO_MEMORY } from '../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import type { Assessment, Plan } from '../../../lambda/core/model/plan.ts';
import type { TrailId } from '../../../lambda/core/model/trail-id.ts';
import type { Trigger } from '../../../lambda/core/model/trigger.ts';
import type { Message } from '../../../lambda/core/notification/message.ts';
import { messageFor } from '../../../lambda/core/notification/message-for.ts';
import { screen } from '../../../lambda/core/outcome/screening.ts';
import { trailRecord } from '../../../lambda/core/outcome/trail-record.ts';
import { needsRepairFacts, planFor } from '../../../lambda/core/planning/plan.ts';
import { parseRequest, type Request } from '../../../lambda/events/parse-request.ts';
import { type InMemoryAws, inMemoryAws } from '../in-memory-aws.ts';
import { portsWith } from '../ports.ts';
import { configOf } from './case-config.ts';
import type { Case } from './load-cases.ts';

/** The time at which every case starts: five seconds after its event. */
const START = Date.parse('2026-11-20T09:00:05Z');

/** The results of a case, observed from outside. */
export interface Played {
  readonly aws: InMemoryAws;
  readonly records: readonly OutcomeRecord[];
  readonly messages: readonly Message[];
  /** The log entries about an ignored event. */
  readonly ignored: readonly Record<string, unknown>[];
  /** The function threw, so that Lambda retries the event. */
  readonly failed: boolean;
}

/** Parses the case's event as the function does. */
export function requestOf({ event, settings }: Case): Request {
  return parseRequest(event, configOf(settings, 'fix'));
}

/** The decision at the first observation, before any write. */
export async function decide(
  { account, settings, behaviour }: Case,
  id: TrailId,
  trigger: Trigger,
): Promise<Assessment & { readonly plan: Plan }> {
  const config = configOf(settings, 'fix');
  const aws = inMemoryAws(account, id, config.settings, START, behaviour);
  const loaded = await aws.ledger.load(id.arn);
  const memory = loaded.read ? loaded.value : NO_MEMORY;
  const history = historyOf(loaded, trigger, id, config.settings);
  const facts = await aws.observe(id, new Date(START).toISOString(), history);
  const assessment = assessTrail(facts, config.settings, history);
  const repairFacts = needsRepairFacts(assessment)
    ? await aws.observeForRepair(facts, memory.acceptedTarget?.logGroupArn)
    : undefined;
  const context = { trigger, settings: config.settings, memory, ...(repairFacts && { repairFacts }) };
  return { ...assessment, plan: planFor(assessment, context) };
}

/** The findings of a sweep's check, and its record; undefined for a trail that needs a run. */
export interface CheckedTrail {
  readonly findings: readonly Finding[];
  readonly record: OutcomeRecord | undefined;
}

/** Checks the trail as a sweep does, without the event. */
export async function checkTrail({ account, settings, behaviour }: Case, id: TrailId): Promise<CheckedTrail> {
  const config = configOf(settings, 'fix');
  const now = new Date(START).toISOString();
  const trigger = { kind: 'sweep', time: now } as const;
  const aws = inMemoryAws(account, id, config.settings, START, behaviour);
  const memory = await aws.ledger.load(id.arn);
  const known = memory.read ? memory.value : NO_MEMORY;
  const history = historyOf(memory, trigger, id, config.settings);
  const check = { ...assessTrail(await aws.observe(id, now, history), config.settings, history), memory };
  const trace = screen(check, { trigger, settings: config.settings, memory: known });
  return {
    findings: check.findings,
    record: trace && trailRecord({ id: '1', time: now, mode: 'fix', trigger }, trace),
  };
}

/** Dispatches the case's event to the function, in a new account. */
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
  const ports = portsWith({
    ...aws,
    newId: () => '7d2f0c3e-6b1d-4f0e-8a53-5d1b3f2c9e01',
    publisher: {
      notify: async (record) => ({ ok: true, value: messages.push(messageFor(record)) }),
      putEvent: async () => ({ ok: true, value: undefined }),
    },
    log: { info: log, error: log },
    listTrails: async () => {
      const { trail } = await aws.observe(id, new Date(aws.clock.now()).toISOString(), NO_HISTORY);
      return { ok: true, value: trail.read ? [{ id, trail: trail.value }] : [] };
    },
  });
  const failed = await dispatch(found.event, config, ports).then(
    () => false,
    (error) => {
      if (error instanceof RunFailed) return true;
      throw error;
    },
  );
  return { aws, records, messages, ignored, failed };
}
