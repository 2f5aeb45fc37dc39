import type { Surroundings } from './app/dispatch.ts';
import type { Clock, Log, Observe } from './app/ports.ts';
import { sweep } from './app/sweep/sweep.ts';
import type { Clients } from './aws/clients.ts';
import { ledgerIn } from './aws/ledger/ledger-table.ts';
import { outcomePutter } from './aws/notify/event-bus.ts';
import { notifier } from './aws/notify/sns.ts';
import { enabledRegions } from './aws/read/enabled-regions.ts';
import { listening } from './aws/read/event-rule.ts';
import { listTrails } from './aws/read/list-trails.ts';
import { quickChecker } from './aws/read/quick-check.ts';
import { smokeTest } from './aws/read/smoke-test.ts';
import { observer } from './aws/read/trail-facts.ts';
import { trailsOfGroup } from './aws/read/trails-of-group.ts';
import { performer } from './aws/write/perform-step.ts';
import type { Config } from './config.ts';

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
    glance: quickChecker(clients, config.settings),
  };
  return ({ remainingMs, functionArn }) => ({
    ...here,
    sweep: (task, report) => {
      const heard = (region: string) => listening(clients, region, { region: config.region, functionArn });
      return sweep(task, { ...sweeping, remainingMs, listening: heard }, report);
    },
  });
}
