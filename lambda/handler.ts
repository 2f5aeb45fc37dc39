import { randomUUID } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import { clientsFor } from './aws/clients.ts';
import { listening } from './aws/event-rule.ts';
import { glancer } from './aws/glance.ts';
import { ledgerIn } from './aws/ledger.ts';
import { listTrails } from './aws/list-trails.ts';
import { notifier } from './aws/notify.ts';
import { observer } from './aws/observe.ts';
import { outcomePutter } from './aws/outcome-event.ts';
import { performer } from './aws/perform.ts';
import { enabledRegions } from './aws/regions.ts';
import { smokeTest } from './aws/smoke-test.ts';
import { trailsOfGroup } from './aws/trails-of-group.ts';
import { configFrom } from './config.ts';
import { enter, type Result } from './door.ts';
import { systemClock } from './retry.ts';
import { sweep } from './sweep.ts';

const config = configFrom(process.env);
const clients = clientsFor(config.region);
const logger = new Logger();
const here = {
  config,
  clock: systemClock,
  newId: randomUUID,
  observe: observer(clients, config.settings),
  performer: (region: string) => performer(clients, region),
  ledger: ledgerIn(clients, config.ledgerTable),
  notify: notifier(clients, config.topicArn),
  putOutcome: outcomePutter(clients, config.region),
  log: {
    info: (message: string, fields: Record<string, unknown>) => logger.info(message, fields),
    error: (message: string, fields: Record<string, unknown>) => logger.error(message, fields),
  },
  smokeTest: () => smokeTest(clients, config.region, config.functionRoleArn),
  trailsOfGroup: (region: string, logGroupArn: string) => trailsOfGroup(clients, region, logGroupArn),
};

const sweeping = {
  ...here,
  enabledRegions: () => enabledRegions(clients),
  listTrails: (region: string) => listTrails(clients, region),
  glance: glancer(clients, config.settings),
};

/** What the function reads of Lambda's context. */
interface Invocation {
  readonly awsRequestId: string;
  readonly getRemainingTimeInMillis: () => number;
  readonly invokedFunctionArn: string;
}

/** What Lambda calls: the composition of everything, and nothing else. */
export function handler(input: unknown, invocation: Invocation): Promise<Result> {
  // Each line then names its request, by which Lambda's own lines and its metrics are found.
  logger.appendKeys({ function_request_id: invocation.awsRequestId });
  const remainingMs = (): number => invocation.getRemainingTimeInMillis();
  const heard = (region: string) =>
    listening(clients, region, { region: config.region, functionArn: invocation.invokedFunctionArn });
  return enter(input, {
    ...here,
    sweep: (task, report) => sweep(task, { ...sweeping, remainingMs, listening: heard }, report),
  });
}
