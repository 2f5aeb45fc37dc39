import type { Notify } from './aws/notify.ts';
import type { SmokeTest } from './aws/smoke-test.ts';
import type { Config } from './config.ts';
import type { TrailId } from './core/arn.ts';
import type { Fact } from './core/facts.ts';
import { callOf, type Trigger } from './core/occasion.ts';
import type { OutcomeRecord } from './core/outcome-record.ts';
import { toldRecord } from './core/record.ts';
import type { About } from './core/sweep-records.ts';
import { isTold } from './core/telling.ts';
import { remediate, type World } from './remediate.ts';
import type { SweepTask, Swept } from './sweep.ts';
import type { Owed, Told } from './told.ts';
import { type Request, requestFrom } from './trigger.ts';
import { VERSION } from './version.ts';

/** What the door needs beside the world of a run. */
export interface Surroundings extends World {
  readonly config: Config;
  readonly notify: Notify;
  readonly told: Told;
  readonly log: Log;
  readonly smokeTest: () => Promise<SmokeTest>;
  readonly trailsOfGroup: (region: string, logGroupArn: string) => Promise<Fact<readonly TrailId[]>>;
  /** Sweeps within the time that this invocation has, and rejects with the first error of `report`. */
  readonly sweep: (task: SweepTask, report: (about: About) => Promise<void>) => Promise<Swept>;
}

/** One JSON line for each call. */
export interface Log {
  readonly info: (message: string, fields: Record<string, unknown>) => void;
  readonly error: (message: string, fields: Record<string, unknown>) => void;
}

/** What the function returns. */
export type Result =
  | { readonly outcomes: readonly OutcomeRecord[] }
  | {
      readonly ok: true;
      readonly version: string;
      readonly mode: string;
      readonly account: string;
      readonly region: string;
    }
  | (SmokeTest & { readonly ok: false });

/** Some trail ended in FAILED: Lambda tries the event again, and after that it waits in the failure queue. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed';
}

/** The function's door: `{}`, `{"kind":"sweep"}`, or a CloudTrail event from EventBridge. */
export async function enter(input: unknown, here: Surroundings): Promise<Result> {
  const { partition, functionRoleArn } = here.config;
  const request = requestFrom(input, { partition, functionRoleArn });
  if (request.kind === 'smoke-test') return smokeTested(here);
  const refused = await tellOwed(here);
  // The next sweep comes anyway: trying this one again would read and repair everything anew for the sake of one trail.
  if (request.kind === 'sweep') return { outcomes: await swept(request.regions, here) };
  const outcomes = await outcomesOf(request, here);
  const failures = outcomes.filter(({ outcome }) => outcome === 'FAILED');
  if (failures.length > 0) {
    throw new RunFailed(failures.map(({ trailArn, stage, detail }) => `${trailArn}: ${stage}: ${detail}`).join('; '));
  }
  if (request.kind === 'ignored') return { outcomes };
  const unsent = refused.find(({ record }) => callOf(record.trigger)?.eventId === request.trigger.eventId);
  if (unsent) throw unsent.error;
  return { outcomes };
}

/**
 * Sends what an earlier try repaired and could not tell: this one will find nothing wrong any more. A message that is refused
 * again fails only the event that it belongs to.
 */
async function tellOwed(here: Surroundings): Promise<readonly (Owed & { readonly error: unknown })[]> {
  const refused: (Owed & { readonly error: unknown })[] = [];
  for (const { record, id } of here.told.owed()) {
    try {
      await here.notify(record, id);
      here.told.add(record);
    } catch (error) {
      here.log.error('message owed', { error: String(error), record });
      refused.push({ record, id, error });
    }
  }
  return refused;
}

async function smokeTested({ smokeTest, config }: Surroundings): Promise<Result> {
  const test = await smokeTest();
  return test.ok ? { ...test, version: VERSION, mode: config.settings.mode } : test;
}

async function outcomesOf(
  request: Exclude<Request, { kind: 'smoke-test' | 'sweep' }>,
  here: Surroundings,
): Promise<readonly OutcomeRecord[]> {
  switch (request.kind) {
    case 'ignored':
      here.log.info('event ignored', { why: request.why, detail: request.detail });
      return [];
    case 'tell': {
      const time = new Date(here.clock.now()).toISOString();
      const stamp = { id: here.newId(), time, mode: here.config.settings.mode };
      return [await finish(toldRecord(stamp, request.id, request.trigger), request.id, here)];
    }
    case 'remediate':
      return [await remedied(request.id, request.trigger, here)];
    case 'log-group-deleted':
      return remediedUsers(request, here);
  }
}

async function swept(asked: readonly string[] | undefined, here: Surroundings): Promise<readonly OutcomeRecord[]> {
  const { settings, settleSeconds, partition, region, regions, forwarderRegions } = here.config;
  const limit = asked ?? (regions.length > 0 ? regions : undefined);
  const task: SweepTask = {
    partition,
    account: settings.account,
    settings,
    settleSeconds,
    ...(limit && { regions: limit }),
    ownRegions: [region, ...forwarderRegions],
    onceOnly: asked !== undefined,
  };
  const outcomes: OutcomeRecord[] = [];
  const result = await here.sweep(task, async ({ record, id }) => {
    outcomes.push(record);
    await finish(record, id, here);
  });
  here.log.info('sweep', { ...result });
  return outcomes;
}

async function remediedUsers(
  { region, logGroupArn, trigger }: Request & { kind: 'log-group-deleted' },
  here: Surroundings,
): Promise<readonly OutcomeRecord[]> {
  const users = await here.trailsOfGroup(region, logGroupArn);
  if (!users.read) throw new RunFailed(users.why);
  const outcomes: OutcomeRecord[] = [];
  const untold: unknown[] = [];
  for (const id of users.value) {
    // One after the other: CloudTrail allows about one write a second.
    try {
      outcomes.push(await remedied(id, trigger, here));
    } catch (error) {
      // The next trail is not to wait for this one's message.
      untold.push(error);
    }
  }
  if (untold.length > 0) throw untold[0];
  return outcomes;
}

async function remedied(id: TrailId, trigger: Trigger, here: Surroundings): Promise<OutcomeRecord> {
  const { settings, settleSeconds } = here.config;
  return finish(await remediate({ id, trigger, settings, settleSeconds }, here), id, here);
}

/** Logs the outcome and tells people, once. */
async function finish(record: OutcomeRecord, id: TrailId, here: Surroundings): Promise<OutcomeRecord> {
  const level = record.outcome === 'FAILED' ? 'error' : 'info';
  here.log[level]('trail outcome', { record });
  if (isTold(record) && !here.told.has(record)) await tell({ record, id }, here);
  return record;
}

async function tell(message: Owed, { told, notify }: Surroundings): Promise<void> {
  told.owe(message);
  await notify(message.record, message.id);
  told.add(message.record);
}
