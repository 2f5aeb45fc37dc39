import type { Ports } from './app/ports.ts';
import { trustedLedger } from './app/trusted-ledger.ts';
import { turns } from './app/turns.ts';
import type { Clients } from './aws/clients.ts';
import { denialsIn } from './aws/ledger/denials-table.ts';
import { ledgerIn } from './aws/ledger/ledger-table.ts';
import { messagesIn } from './aws/ledger/message-counts.ts';
import { itemsIn } from './aws/ledger/table.ts';
import { putOutcomeEvent, putProbeEvent } from './aws/notify/event-bus.ts';
import { publishCardToTopic, publishToTopic } from './aws/notify/sns.ts';
import { enabledRegions } from './aws/read/enabled-regions.ts';
import { readEventRuleStatus } from './aws/read/event-rule.ts';
import { readForwarderQueue } from './aws/read/forwarder-queue.ts';
import { listTrails } from './aws/read/list-trails.ts';
import { readRecording } from './aws/read/recording.ts';
import { readRepairFacts } from './aws/read/repair-facts.ts';
import { checkAccess } from './aws/read/smoke-test.ts';
import { readSubscribersOfEither } from './aws/read/subscribers.ts';
import { readTrailFacts, rereadTrailFacts } from './aws/read/trail-facts.ts';
import { performStep } from './aws/write/perform-step.ts';
import type { Config } from './config.ts';
import type { FunctionLog } from './core/notification/console-links.ts';

/** The parts of an instance of the function. */
interface Parts extends Pick<Ports, 'clock' | 'newId' | 'log'> {
  readonly config: Config;
  readonly clients: Clients;
}

interface Invocation extends Pick<Ports, 'remainingMs'> {
  /** `arn:P:lambda:R:A:function:NAME`, with or without a qualifier. */
  readonly functionArn: string;
  readonly logGroupName: string;
}

/** Connects the ports to AWS, once for an instance of the function, then for each invocation. */
export function compose({ config, clients, ...parts }: Parts): (invocation: Invocation) => Ports {
  const { settings, partition, region, ledgerTable, functionRoleArn } = config;
  const items = itemsIn(clients, ledgerTable, parts.clock.sleep);
  const ledger = trustedLedger(ledgerIn(items), parts.clock);
  const [denials, messages] = [denialsIn(items), messagesIn(items)];
  return ({ remainingMs, functionArn, logGroupName }) => ({
    ...parts,
    ledger,
    denials,
    messages,
    remainingMs,
    observe: (id, now, history, listed) => readTrailFacts(clients, settings, id, now, history, listed),
    observeAgain: (seen, now, planned) => rereadTrailFacts(clients, settings, seen, now, planned),
    observeForRepair: (facts, acceptedGroupArn) => readRepairFacts(clients, settings, facts, acceptedGroupArn),
    takeTurn: turns(parts.clock),
    perform: (step, home) => performStep(clients, step, home),
    publisher: publisherFor(clients, config, { partition, region, logGroupName }),
    enabledRegions: () => enabledRegions(clients),
    listTrails: (where) => listTrails(clients, where),
    observeRecording: (listed, where) => readRecording(clients, settings.account, listed, where),
    eventRuleStatus: (where) =>
      readEventRuleStatus(clients, where, { region, functionArn, logGroupPrefix: settings.logGroupPrefix }),
    putProbe: (where, id) => putProbeEvent(clients, where, id),
    forwarderQueue: (where) => readForwarderQueue(clients, where),
    subscribers: () => readSubscribersOfEither(clients, config),
    checkAccess: () => checkAccess(clients, region, functionRoleArn),
  });
}

function publisherFor(
  clients: Clients,
  { topicArn, chatTopicArn, region }: Config,
  functionLog: FunctionLog,
): Ports['publisher'] {
  return {
    notify: (record, notInChat) => publishToTopic(clients, { topicArn, functionLog }, record, notInChat),
    ...(chatTopicArn !== undefined && {
      publishCard: (record) => publishCardToTopic(clients, { topicArn: chatTopicArn, functionLog }, record),
    }),
    putEvent: (record) => putOutcomeEvent(clients, region, record),
  };
}
