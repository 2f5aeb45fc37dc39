import { randomUUID } from 'node:crypto';
import { ledgerIn } from '../../lambda/aws/ledger.ts';
import { notifier } from '../../lambda/aws/notify.ts';
import { observer } from '../../lambda/aws/observe.ts';
import { outcomePutter } from '../../lambda/aws/outcome-event.ts';
import { performer } from '../../lambda/aws/perform.ts';
import { smokeTest } from '../../lambda/aws/smoke-test.ts';
import { trailsOfGroup } from '../../lambda/aws/trails-of-group.ts';
import type { OutcomeRecord } from '../../lambda/core/outcome-record.ts';
import { enter } from '../../lambda/door.ts';
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
 * The function as handler.ts composes it, in this process: against the local AWS, on a clock without real time, and on a wire
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
    try {
      await enter(event, {
        config,
        clock,
        newId: randomUUID,
        observe: observer(clients, config.settings),
        performer: (region) => performer(clients, region),
        ledger: ledgerIn(clients, config.ledgerTable),
        notify: notifier(clients, config.topicArn),
        putOutcome: outcomePutter(clients, config.region),
        log: { info: note, error: note },
        smokeTest: () => smokeTest(clients, config.region, config.functionRoleArn),
        sweep: () => Promise.reject(new Error('no fault is played in a sweep')),
        trailsOfGroup: (region, logGroupArn) => trailsOfGroup(clients, region, logGroupArn),
      });
      return { records };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return { records, error };
    }
  };
  return { wire, invoke };
}
