import { randomUUID } from 'node:crypto';
import { dispatch } from '../../lambda/app/dispatch.ts';
import { compose } from '../../lambda/compose.ts';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import { virtualClock } from '../support/aws/virtual-clock.ts';
import type { Account } from './account.ts';
import { clientsOn } from './clients.ts';
import { type Wire, wireWith } from './wire.ts';

/** The result of one invocation. */
export interface InvocationResult {
  /** The outcomes in order, including those whose notification failed. */
  readonly records: readonly OutcomeRecord[];
  /** The error that the function threw; Lambda then retries the event. */
  readonly error?: Error;
}

/**
 * The factor by which pauses are longer: a permanent error is then retried 6 times in two minutes
 * instead of 31 times.
 */
const PAUSE_FACTOR = 8;

/** An instance of the function, with the memory that it keeps between invocations. */
export interface Instance<T = InvocationResult> {
  readonly wire: Wire;
  /** The time of its clock, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Lets time pass until then, on its clock. */
  readonly waitUntil: (time: number) => Promise<void>;
  readonly invoke: (event: unknown) => Promise<T>;
}

/**
 * The function in this process: against the local AWS, on a clock without real time, and on a wire
 * that can be cut.
 * @param start milliseconds since the epoch
 */
export function startInstance({ aws, config }: Account, wire = wireWith(), start = Date.now()): Instance {
  const virtual = virtualClock(start, { random: () => 0.99 });
  const clock = { ...virtual, sleep: (ms: number) => virtual.sleep(PAUSE_FACTOR * ms) };
  const clients = clientsOn(aws.endpoint, config, wire);
  const invoke = async (event: unknown): Promise<InvocationResult> => {
    const records: OutcomeRecord[] = [];
    const note = (message: string, fields: Record<string, unknown>) => {
      if (message === 'trail outcome') records.push(fields['record'] as OutcomeRecord);
    };
    const portsFor = compose({ config, clients, clock, newId: randomUUID, log: { info: note, error: note } });
    try {
      await dispatch(
        event,
        config,
        portsFor({ remainingMs: () => 900_000, functionArn: 'no sweep runs here', logGroupName: 'log' }),
      );
      return { records };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return { records, error };
    }
  };
  const waitUntil = (time: number) => virtual.sleep(Math.max(0, time - virtual.now()));
  return { wire, now: clock.now, waitUntil, invoke };
}
