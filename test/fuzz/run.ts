import { dispatch, type Response } from '../../lambda/app/dispatch.ts';
import { RunFailed } from '../../lambda/app/errors.ts';
import { type Clients, clientsFor } from '../../lambda/aws/clients.ts';
import { LEDGER_KEY } from '../../lambda/aws/ledger/table-schema.ts';
import { compose } from '../../lambda/compose.ts';
import type { RepairFacts, TrailFacts } from '../../lambda/core/model/facts.ts';
import type { Settings } from '../../lambda/core/model/settings.ts';
import { virtualClock } from '../support/aws/virtual-clock.ts';
import { type Answers, FUNCTION, NOW } from './answers.ts';

/** A call that reached AWS, and what had been read of the trail when it was made. */
export interface Sent {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly facts: TrailFacts | undefined;
  readonly repairFacts: RepairFacts | undefined;
}

/** How a run ended. */
export interface Ended {
  readonly result: Response | undefined;
  /** A RunFailed. Any other error is thrown on. */
  readonly failure: Error | undefined;
  readonly sent: readonly Sent[];
  /** How many trails the sweep looked at; undefined for what was none, or did not come to its end. */
  readonly swept: number | undefined;
}

/** How the function is set, and how long it may run. */
export interface Circumstances {
  readonly settings: Settings;
  /** Milliseconds. */
  readonly timeMs: number;
}

/** Lets the function meet an event in an AWS that answers so, in virtual time. */
export async function run(event: unknown, answers: Answers, { settings, timeMs }: Circumstances): Promise<Ended> {
  const start = Date.parse(NOW);
  const clock = virtualClock(start);
  const sent: Sent[] = [];
  let facts: TrailFacts | undefined;
  let swept: number | undefined;
  let repairFacts: RepairFacts | undefined;
  const clients = answering(answers, (operation, input) => sent.push({ operation, input, facts, repairFacts }));
  const note = (message: string, fields: Record<string, unknown>) => {
    if (message === 'sweep') swept = Number(fields['trails']);
  };
  const config = {
    settings,
    partition: 'aws',
    region: 'us-east-1',
    settleSeconds: 20,
    topicArn: `arn:aws:sns:us-east-1:${settings.account}:t`,
    functionRoleArn: `arn:aws:iam::${settings.account}:role/trailmend-function/trailmend-function`,
    ledgerTable: 'ledger',
    regions: [],
    forwarderRegions: ['eu-west-1'],
  };
  const portsFor = compose({ config, clients, clock, newId: () => 'fuzz', log: { info: note, error: note } });
  try {
    const remainingMs = () => start + timeMs - clock.now();
    const ports = portsFor({ remainingMs, functionArn: FUNCTION });
    const result = await dispatch(event, config, {
      ...ports,
      // One trail is observed at a time: a sweep repairs those of a Region one after the other, and only one Region has any.
      observe: async (...asked) => {
        facts = await ports.observe(...asked);
        return facts;
      },
      observeForRepair: async (...asked) => {
        repairFacts = await ports.observeForRepair(...asked);
        return repairFacts;
      },
    });
    return { result, failure: undefined, sent, swept };
  } catch (error) {
    if (!(error instanceof RunFailed)) throw error;
    return { result: undefined, failure: error, sent, swept };
  }
}

/** The SDK's own clients, whose calls go nowhere and are answered as told. */
function answering(answers: Answers, note: (operation: string, input: Sent['input']) => void): Clients {
  const send = async (command: { readonly constructor: { readonly name: string }; readonly input: Sent['input'] }) => {
    const operation = command.constructor.name.replace(/Command$/, '');
    note(operation, command.input);
    const answer = answers[aboutIssues(command.input) ? `${operation} of the issues` : operation] ?? { output: {} };
    if ('thrown' in answer) throw answer.thrown;
    return { ...Object(withoutNullMembers(answer.output)), $metadata: { requestId: 'r-1' } };
  };
  const real = clientsFor('us-east-1');
  return new Proxy(real, {
    get: (target, name) => (region: string) => {
      const client = Reflect.get(target, name)(region);
      return Object.assign(client, { send });
    },
  });
}

/** Whether a call asks the ledger for the sweep's item. */
function aboutIssues({ Key }: Sent['input']): boolean {
  return Object(Key)[LEDGER_KEY.partition]?.S === 'sweep';
}

/** The SDK gives an object for any body, and leaves out members that are null; entries of lists it hands on. */
function withoutNullMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNullMembers);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNullMembers(member)]));
}
