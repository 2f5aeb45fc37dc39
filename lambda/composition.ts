import type { Clients } from './aws/clients.ts';
import { listening } from './aws/event-rule.ts';
import { glancer } from './aws/glance.ts';
import { ledgerIn } from './aws/ledger.ts';
import { listTrails } from './aws/list-trails.ts';
import { notifier } from './aws/notify.ts';
import { type Observe, observer } from './aws/observe.ts';
import { outcomePutter } from './aws/outcome-event.ts';
import { performer } from './aws/perform.ts';
import { enabledRegions } from './aws/regions.ts';
import { smokeTest } from './aws/smoke-test.ts';
import { trailsOfGroup } from './aws/trails-of-group.ts';
import type { Config } from './config.ts';
import type { Surroundings } from './door.ts';
import type { Log } from './log.ts';
import type { Clock } from './retry.ts';
import { sweep } from './sweep.ts';

/** What an instance of the function is made from. */
export interface Parts {
  readonly config: Config;
  readonly clients: Clients;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: Log;
  /** How a trail is looked at; by default with the clients. */
  readonly observe?: Observe;
}

/** What Lambda tells of one invocation. */
export interface Invocation {
  readonly remainingMs: () => number;
  /** `arn:P:lambda:R:A:function:NAME`, with or without a qualifier behind it. */
  readonly functionArn: string;
}

/** The composition of everything, once for an instance of the function; what comes of it is for one invocation. */
export function composed(parts: Parts): (invocation: Invocation) => Surroundings {
  const { config, clients, clock, newId, log } = parts;
  const here = {
    config,
    clock,
    newId,
    log,
    observe: parts.observe ?? observer(clients, config.settings),
    performer: (region: string) => performer(clients, region),
    ledger: ledgerIn(clients, config.ledgerTable),
    notify: notifier(clients, config.topicArn),
    putOutcome: outcomePutter(clients, config.region),
    smokeTest: () => smokeTest(clients, config.region, config.functionRoleArn),
    trailsOfGroup: (region: string, logGroupArn: string) => trailsOfGroup(clients, region, logGroupArn),
  };
  const sweeping = {
    ...here,
    enabledRegions: () => enabledRegions(clients),
    listTrails: (region: string) => listTrails(clients, region),
    glance: glancer(clients, config.settings),
  };
  return ({ remainingMs, functionArn }) => ({
    ...here,
    sweep: (task, report) => {
      const heard = (region: string) => listening(clients, region, { region: config.region, functionArn });
      return sweep(task, { ...sweeping, remainingMs, listening: heard }, report);
    },
  });
}
