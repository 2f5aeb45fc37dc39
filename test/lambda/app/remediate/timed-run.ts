import type { Ledger } from '../../../../lambda/app/ledger.ts';
import type { AwsResult } from '../../../../lambda/core/model/aws-result.ts';
import type { RepairFacts, TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import type { Operation } from '../../../../lambda/core/model/step.ts';
import type { Trigger } from '../../../../lambda/core/model/trigger.ts';
import { virtualClock } from '../../../support/aws/virtual-clock.ts';
import { inMemoryLedger } from '../../../support/in-memory-ledger.ts';
import {
  blankedFacts,
  ID,
  NOW,
  preparedRepairFacts,
  REPAIR_FACTS,
  settingsWith,
  triggerWith,
} from '../../../support/perfect-trail.ts';
import { portsWith } from '../../../support/ports.ts';
import { runOnce } from '../../../support/run-once.ts';

export const START = Date.parse(NOW);
/** The calls that make a blanked trail deliver, in the order in which they begin. */
export const WRITES = ['CreateLogGroup', 'PutRetentionPolicy', 'CreateRole', 'PutRolePolicy', 'UpdateTrail'];
const DONE: WriteResult = { ok: true, value: {} };

export type WriteResult = AwsResult<{ readonly requestId?: string }>;

export interface Situation {
  /** What an observation shows, by seconds since the start and the writes that succeeded. */
  readonly facts: (seconds: number, done: ReadonlySet<Operation>) => TrailFacts;
  /** By default the group and the role that the run has prepared, or neither. */
  readonly repairFacts?: (seconds: number, done: ReadonlySet<Operation>) => RepairFacts;
  /** The result of a write, by default success. */
  readonly write?: (operation: Operation, seconds: number) => WriteResult | undefined;
  readonly trigger?: Trigger;
  readonly settings?: Partial<Settings>;
  /** Empty by default. */
  readonly ledger?: Ledger;
  /** How long every write takes. */
  readonly writeSeconds?: number;
}

export interface TimedRun {
  readonly record: OutcomeRecord;
  /** The observations and writes, each with its seconds since the start. */
  readonly calls: readonly string[];
}

/** One run on the perfect trail, on a virtual clock, with 20 seconds for a new trail to settle. */
export async function timedRun(situation: Situation): Promise<TimedRun> {
  const { facts, repairFacts = preparedIn, write = () => undefined, writeSeconds = 0 } = situation;
  const clock = virtualClock(START);
  const calls: string[] = [];
  const done = new Set<Operation>();
  const seconds = () => (clock.now() - START) / 1_000;
  const ports = portsWith({
    clock,
    ledger: situation.ledger ?? inMemoryLedger(),
    observe: async (id, now) => {
      calls.push(`${seconds()} observe`);
      return { ...facts(seconds(), done), id, now };
    },
    observeForRepair: async () => repairFacts(seconds(), done),
    perform: async ({ operation }, region) => {
      calls.push(`${seconds()} ${operation}${region === ID.region ? '' : ` in ${region}`}`);
      await clock.sleep(writeSeconds * 1_000);
      const result = write(operation, seconds()) ?? DONE;
      if (result.ok) done.add(operation);
      return result;
    },
  });
  const { trigger = triggerWith({}), settings = {} } = situation;
  const task = { id: ID, trigger, settings: settingsWith(settings), settleSeconds: 20 };
  return { record: await runOnce(task, ports), calls };
}

function preparedIn(_: number, done: ReadonlySet<Operation>): RepairFacts {
  return done.has('PutRolePolicy') ? preparedRepairFacts() : REPAIR_FACTS;
}

/** Facts that change once an operation has succeeded. */
export function changedBy(
  operation: Operation,
  after: TrailFacts,
  before: TrailFacts = blankedFacts(),
): Situation['facts'] {
  return (_, done) => (done.has(operation) ? after : before);
}

/** The result of a call that AWS refuses. */
export function refused(operation: string, code: string, message = ''): WriteResult {
  return { ok: false, error: { operation, code, message } };
}

/** Calls at one second, as `calls` of a timed run has them. */
export function at(second: number, operations: readonly string[]): readonly string[] {
  return operations.map((operation) => `${second} ${operation}`);
}
