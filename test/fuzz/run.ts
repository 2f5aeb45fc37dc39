import { dispatch, type Response } from '../../lambda/app/dispatch.ts';
import { InvalidInput, RunFailed } from '../../lambda/app/errors.ts';
import { type Clients, clientsFor } from '../../lambda/aws/clients.ts';
import { LEDGER_KEY } from '../../lambda/aws/ledger/table-schema.ts';
import { compose } from '../../lambda/compose.ts';
import type { RepairFacts, TrailFacts } from '../../lambda/core/model/facts.ts';
import type { Settings } from '../../lambda/core/model/settings.ts';
import { virtualClock } from '../support/aws/virtual-clock.ts';
import { LEDGER_TABLE } from './items.ts';
import { FUNCTION, NOW, type Responses } from './responses.ts';

/** A call that reached AWS, with the facts that the function had read before. */
export interface Sent {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly facts: TrailFacts | undefined;
  readonly repairFacts: RepairFacts | undefined;
}

/** The result of a run. */
export interface RunResult {
  readonly response: Response | undefined;
  /** A RunFailed or an InvalidInput. Any other error is rethrown. */
  readonly failure: Error | undefined;
  readonly sent: readonly Sent[];
  /**
   * The number of trails that the sweep checked; undefined when the run was not a completed sweep.
   */
  readonly checkedTrails: number | undefined;
}

/** The settings of the function and its remaining time. */
export interface Circumstances {
  readonly settings: Settings;
  /** Milliseconds. */
  readonly timeMs: number;
}

/** Invokes the function with an event and these responses of AWS, in virtual time. */
export async function run(
  event: unknown,
  responses: Responses,
  { settings, timeMs }: Circumstances,
): Promise<RunResult> {
  const start = Date.parse(NOW);
  const clock = virtualClock(start);
  const sent: Sent[] = [];
  let facts: TrailFacts | undefined;
  let checkedTrails: number | undefined;
  let repairFacts: RepairFacts | undefined;
  const clients = respondingClients(responses, (operation, input) =>
    sent.push({ operation, input, facts, repairFacts }),
  );
  const note = (message: string, fields: Record<string, unknown>) => {
    if (message === 'sweep') checkedTrails = Number(fields['trails']);
  };
  const config = {
    settings,
    partition: 'aws',
    region: 'us-east-1',
    settleSeconds: 20,
    topicArn: `arn:aws:sns:us-east-1:${settings.account}:t`,
    functionRoleArn: `arn:aws:iam::${settings.account}:role/trailmend-function/trailmend-function`,
    ledgerTable: LEDGER_TABLE,
    regions: [],
    forwarderRegions: ['eu-west-1'],
  };
  const portsFor = compose({ config, clients, clock, newId: () => 'fuzz', log: { info: note, error: note } });
  try {
    const remainingMs = () => start + timeMs - clock.now();
    const ports = portsFor({ remainingMs, functionArn: FUNCTION, logGroupName: 'log' });
    const response = await dispatch(event, config, {
      ...ports,
      // No response lists two trails of the account, so the last observation is of the trail that a
      // call changes.
      observe: async (...args) => {
        facts = await ports.observe(...args);
        return facts;
      },
      observeAgain: async (...args) => {
        facts = await ports.observeAgain(...args);
        return facts;
      },
      observeForRepair: async (...args) => {
        repairFacts = await ports.observeForRepair(...args);
        return repairFacts;
      },
    });
    return { response, failure: undefined, sent, checkedTrails };
  } catch (error) {
    if (!(error instanceof RunFailed || error instanceof InvalidInput)) throw error;
    return { response: undefined, failure: error, sent, checkedTrails };
  }
}

/** The SDK's own clients, whose calls get these responses without a connection. */
function respondingClients(responses: Responses, note: (operation: string, input: Sent['input']) => void): Clients {
  const send = async (command: { readonly constructor: { readonly name: string }; readonly input: Sent['input'] }) => {
    const operation = command.constructor.name.replace(/Command$/, '');
    note(operation, command.input);
    const response = responses[isIssuesKey(command.input) ? `${operation} of the issues` : operation] ?? { output: {} };
    if ('thrown' in response) throw response.thrown;
    return { ...Object(withoutNullMembers(response.output)), $metadata: { requestId: 'r-1' } };
  };
  const real = clientsFor('us-east-1');
  return new Proxy(real, {
    get: (target, name) => (region: string) => {
      const client = Reflect.get(target, name)(region);
      return Object.assign(client, { send });
    },
  });
}

/** Whether a call reads the item of the open issues. */
function isIssuesKey({ Key }: Sent['input']): boolean {
  return Object(Key)[LEDGER_KEY.partition]?.S === 'sweep';
}

/**
 * The SDK returns an object for any body and omits members that are null, but keeps null entries of
 * lists.
 */
function withoutNullMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNullMembers);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNullMembers(member)]));
}
