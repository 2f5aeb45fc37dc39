import { randomUUID } from 'node:crypto';
import { dispatch } from '../../lambda/app/dispatch.ts';
import { compose } from '../../lambda/compose.ts';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import { virtualClock } from '../support/aws/virtual-clock.ts';
import type { Account } from './account.ts';
import { clientsOn } from './clients.ts';
import { type Wire, wireWith } from './wire.ts';

/** How one invocation ended. */
export interface Ended {
  /** The outcomes that it came to, in order, whether it could tell them or not. */
  readonly records: readonly OutcomeRecord[];
  /** What it threw; Lambda tries again then. */
  readonly error?: Error;
}

/** Pauses take this many times as long: two minutes of a call that is refused for good are then six calls instead of 31. */
const STRETCH = 8;

/** A started instance of the function, with the memory that it keeps between invocations. */
export interface Instance<T = Ended> {
  readonly wire: Wire;
  readonly invoke: (event: unknown) => Promise<T>;
}

/**
 * The function in this process: against the local AWS, on a clock without real time, and on a wire
 * that can be cut.
 */
export function started({ aws, config }: Account, wire = wireWith()): Instance {
  const virtual = virtualClock(Date.now(), { random: () => 0.99 });
  const clock = { ...virtual, sleep: (ms: number) => virtual.sleep(STRETCH * ms) };
  const clients = clientsOn(aws.endpoint, config, wire);
  const invoke = async (event: unknown): Promise<Ended> => {
    const records: OutcomeRecord[] = [];
    const note = (message: string, fields: Record<string, unknown>) => {
      if (message === 'trail outcome') records.push(fields['record'] as OutcomeRecord);
    };
    const portsFor = compose({ config, clients, clock, newId: randomUUID, log: { info: note, error: note } });
    try {
      await dispatch(event, config, portsFor({ remainingMs: () => 900_000, functionArn: 'no sweep runs here' }));
      return { records };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return { records, error };
    }
  };
  return { wire, invoke };
}
