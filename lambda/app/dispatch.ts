import type { Config } from '../config.ts';
import { holderOf } from '../core/memory/lease.ts';
import { formatAwsError } from '../core/model/aws-result.ts';
import type { Fact } from '../core/model/facts.ts';
import { NO_MEMORY, type TrailMemory } from '../core/model/memory.ts';
import type { OutcomeRecord } from '../core/model/outcome.ts';
import type { TrailId } from '../core/model/trail-id.ts';
import type { Trigger } from '../core/model/trigger.ts';
import type { SweepRecord } from '../core/outcome/account-records.ts';
import { toldRecord } from '../core/outcome/trail-record.ts';
import { parseRequest, type Request } from '../events/parse-request.ts';
import { VERSION } from '../version.ts';
import { RunFailed } from './errors.ts';
import { tell } from './notify.ts';
import type { SmokeTest, Telling, TrailsOfGroup, World } from './ports.ts';
import { remediateTrail } from './remediate/remediate.ts';
import type { SweepTask } from './sweep/sweep.ts';

/** What the door needs beside the world of a run. */
export interface Surroundings extends World, Telling {
  readonly config: Config;
  readonly smokeTest: () => Promise<SmokeTest>;
  readonly trailsOfGroup: (region: string, logGroupArn: string) => Promise<Fact<TrailsOfGroup>>;
  /** Sweeps within the time that this invocation has, and rejects with the first error of `report`. */
  readonly sweep: (task: SweepTask, report: (about: SweepRecord) => Promise<void>) => Promise<unknown>;
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

/** The function's door: `{}`, `{"kind":"sweep"}`, or a CloudTrail event from EventBridge. */
export async function dispatch(input: unknown, here: Surroundings): Promise<Result> {
  const { partition, functionRoleArn } = here.config;
  const request = parseRequest(input, { partition, functionRoleArn });
  if (request.kind === 'smoke-test') return smokeTested(here);
  // The next sweep comes anyway: trying this one again would read and repair everything anew for the sake of one trail.
  if (request.kind === 'sweep') return { outcomes: await swept(request, here) };
  const outcomes = await outcomesOf(request, here);
  const atLast = new Map(outcomes.map((record) => [record.trailArn, record]));
  const failures = [...atLast.values()].filter(({ outcome }) => outcome === 'FAILED');
  if (failures.length > 0) {
    throw new RunFailed(failures.map(({ trailArn, stage, detail }) => `${trailArn}: ${stage}: ${detail}`).join('; '));
  }
  return { outcomes };
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
    case 'tell':
      return [await toldOf(request, here)];
    case 'remediate':
      return remedied(request.id, request.trigger, here);
    case 'log-group-deleted':
      return remediedUsers(request, here);
  }
}

async function swept(
  { regions: asked, due }: Request & { kind: 'sweep' },
  here: Surroundings,
): Promise<readonly OutcomeRecord[]> {
  const { settings, settleSeconds, partition, region, regions, forwarderRegions } = here.config;
  const limit = asked ?? (regions.length > 0 ? regions : undefined);
  const task: SweepTask = {
    partition,
    account: settings.account,
    settings,
    settleSeconds,
    ...(limit && { regions: limit }),
    ...(due !== undefined && { due }),
    ownRegions: [region, ...forwarderRegions],
    onceOnly: asked !== undefined,
  };
  const outcomes: OutcomeRecord[] = [];
  await here.sweep(task, async ({ record, id, isNotifiable, key }) => {
    outcomes.push(isNotifiable ? record : await announced(() => record, id, here, key));
  });
  return outcomes;
}

/** One trail after the other: CloudTrail allows about one write a second. */
async function remediedUsers(
  { region, logGroupArn, trigger }: Request & { kind: 'log-group-deleted' },
  here: Surroundings,
): Promise<readonly OutcomeRecord[]> {
  const trails = await here.trailsOfGroup(region, logGroupArn);
  if (!trails.read) throw new RunFailed(trails.why);
  const { users, others } = trails.value;
  const unfinished = await Promise.all(others.map(async (id) => ((await isUnfinished(id, trigger, here)) ? [id] : [])));
  const outcomes: OutcomeRecord[] = [];
  const untold: unknown[] = [];
  for (const id of [...users, ...unfinished.flat()]) {
    try {
      outcomes.push(...(await remedied(id, trigger, here)));
    } catch (error) {
      // The next trail is not to wait for this one's message.
      untold.push(error);
    }
  }
  if (untold.length > 0) throw untold[0];
  return outcomes;
}

/** Whether an earlier try of this event repaired a trail, which names the deleted group no more, and could not tell. */
async function isUnfinished({ arn }: TrailId, trigger: Trigger, { ledger }: Surroundings): Promise<boolean> {
  const memory = await ledger.load(arn);
  return memory.read && (memory.value.lease?.holder === holderOf(trigger) || memory.value.owed !== undefined);
}

function remedied(id: TrailId, trigger: Trigger, here: Surroundings): Promise<readonly OutcomeRecord[]> {
  const { settings, settleSeconds } = here.config;
  return remediateTrail({ id, trigger, settings, settleSeconds }, here);
}

/** Tells what somebody did, where there is nothing to repair. */
async function toldOf({ id, trigger }: Request & { kind: 'tell' }, here: Surroundings): Promise<OutcomeRecord> {
  const time = new Date(here.clock.now()).toISOString();
  const stamp = { id: here.newId(), time, mode: here.config.settings.mode };
  return announced((memory) => toldRecord(stamp, id, trigger, memory), id, here);
}

/**
 * Tells of an outcome that no run on a trail came to, after what was told before.
 * @param key under which the ledger remembers that
 */
async function announced(
  outcome: (memory: TrailMemory) => OutcomeRecord,
  id: TrailId,
  here: Surroundings,
  key = id.arn,
): Promise<OutcomeRecord> {
  const memory = await here.ledger.load(key);
  const record = {
    ...outcome(memory.read ? memory.value : NO_MEMORY),
    ...(!memory.read && { ledgerError: memory.why }),
  };
  here.log[record.outcome === 'FAILED' ? 'error' : 'info']('trail outcome', { record });
  const { changes, refused } = await tell(record, id, memory, here);
  if (Object.keys(changes).length > 0) {
    const written = await here.ledger.save(key, changes);
    if (!written.ok) here.log.error('ledger not written', { error: formatAwsError(written.error), trailArn: id.arn });
  }
  if (refused !== undefined) throw refused;
  return record;
}
