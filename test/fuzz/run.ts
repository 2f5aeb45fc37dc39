import { type Clients, clientsFor } from '../../lambda/aws/clients.ts';
import { listening } from '../../lambda/aws/event-rule.ts';
import { glancer } from '../../lambda/aws/glance.ts';
import { ledgerIn } from '../../lambda/aws/ledger.ts';
import { listTrails } from '../../lambda/aws/list-trails.ts';
import { NotifyError, notifier } from '../../lambda/aws/notify.ts';
import { type Observe, observer } from '../../lambda/aws/observe.ts';
import { outcomePutter } from '../../lambda/aws/outcome-event.ts';
import { performer } from '../../lambda/aws/perform.ts';
import { enabledRegions } from '../../lambda/aws/regions.ts';
import { smokeTest } from '../../lambda/aws/smoke-test.ts';
import { trailsOfGroup } from '../../lambda/aws/trails-of-group.ts';
import type { TrailFacts } from '../../lambda/core/facts.ts';
import { enter, type Result, type Surroundings } from '../../lambda/door.ts';
import { RunFailed } from '../../lambda/run-failed.ts';
import { sweep } from '../../lambda/sweep.ts';
import { virtualClock } from '../support/aws/virtual-clock.ts';
import { SETTINGS } from '../support/perfect-trail.ts';
import type { Answers } from './answers.ts';

/** A call that reached AWS, and what had been read of the trail when it was made. */
export interface Sent {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly facts: TrailFacts | undefined;
}

/** How a run ended. */
export interface Ended {
  readonly result: Result | undefined;
  /** Named: RunFailed or NotifyError. Anything else that is thrown is thrown on. */
  readonly failure: Error | undefined;
  readonly sent: readonly Sent[];
}

const FUNCTION_ROLE = `arn:aws:iam::${SETTINGS.account}:role/trailmend-function/trailmend-function`;
const FUNCTION = `arn:aws:lambda:us-east-1:${SETTINGS.account}:function:trailmend`;
const START = Date.parse('2026-11-20T09:00:01.000Z');

/** Lets the function meet an event in an AWS that answers so, in virtual time. */
export async function run(event: unknown, answers: Answers, mode: 'fix' | 'dry-run'): Promise<Ended> {
  const clock = virtualClock(START);
  const sent: Sent[] = [];
  let facts: TrailFacts | undefined;
  const clients = answering(answers, (operation, input) => sent.push({ operation, input, facts }));
  const settings = { ...SETTINGS, metricFilters: 'cis', mode } as const;
  const look = observer(clients, settings);
  const observe: Observe = async (...asked) => {
    facts = await look(...asked);
    return facts;
  };
  const here = {
    config: {
      settings,
      partition: 'aws',
      region: 'us-east-1',
      settleSeconds: 20,
      topicArn: `arn:aws:sns:us-east-1:${SETTINGS.account}:t`,
      functionRoleArn: FUNCTION_ROLE,
      ledgerTable: 'ledger',
      regions: [],
      forwarderRegions: [],
    },
    clock,
    newId: () => 'fuzz',
    observe,
    ledger: ledgerIn(clients, 'ledger'),
    performer: (region: string) => performer(clients, region),
    notify: notifier(clients, 't'),
    putOutcome: outcomePutter(clients, 'us-east-1'),
    log: { info: () => {}, error: () => {} },
    smokeTest: () => smokeTest(clients, 'us-east-1', FUNCTION_ROLE),
    trailsOfGroup: (region: string, logGroupArn: string) => trailsOfGroup(clients, region, logGroupArn),
  };
  const sweeping = {
    listening: (region: string) => listening(clients, region, { region: 'us-east-1', functionArn: FUNCTION }),
    enabledRegions: () => enabledRegions(clients),
    listTrails: (region: string) => listTrails(clients, region),
    glance: glancer(clients, settings),
    remainingMs: () => 900_000,
  };
  try {
    const swept: Surroundings['sweep'] = (task, report) => sweep(task, { ...here, ...sweeping }, report);
    return { result: await enter(event, { ...here, sweep: swept }), failure: undefined, sent };
  } catch (error) {
    if (!(error instanceof RunFailed || error instanceof NotifyError)) throw error;
    return { result: undefined, failure: error, sent };
  }
}

/** The SDK's own clients, whose calls go nowhere and are answered as told. */
function answering(answers: Answers, note: (operation: string, input: Sent['input']) => void): Clients {
  const send = async (command: { readonly constructor: { readonly name: string }; readonly input: Sent['input'] }) => {
    const operation = command.constructor.name.replace(/Command$/, '');
    note(operation, command.input);
    const answer = answers[operation] ?? { output: {} };
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

/** The SDK gives an object for any body, and leaves out members that are null; entries of lists it hands on. */
function withoutNullMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNullMembers);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNullMembers(member)]));
}
