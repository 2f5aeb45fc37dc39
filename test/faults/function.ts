import { randomUUID } from 'node:crypto';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SNSClient } from '@aws-sdk/client-sns';
import { type Clients, clientsFor } from '../../lambda/aws/clients.ts';
import { ledgerIn } from '../../lambda/aws/ledger.ts';
import { notifier } from '../../lambda/aws/notify.ts';
import { observer } from '../../lambda/aws/observe.ts';
import { performer } from '../../lambda/aws/perform.ts';
import { smokeTest } from '../../lambda/aws/smoke-test.ts';
import { trailsOfGroup } from '../../lambda/aws/trails-of-group.ts';
import type { Config } from '../../lambda/config.ts';
import type { OutcomeRecord } from '../../lambda/core/outcome-record.ts';
import { enter } from '../../lambda/door.ts';
import { virtualClock } from '../support/aws/virtual-clock.ts';
import type { Account } from './account.ts';
import { type Wire, wireWith } from './wire.ts';

/** How one invocation ended. */
export interface Ended {
  /** The outcomes that it came to, in order, whether it could tell them or not. */
  readonly records: readonly OutcomeRecord[];
  /** What it threw; Lambda tries again then. */
  readonly error?: Error;
}

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
  const clock = virtualClock(Date.now(), { random: () => 0.99 });
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

/** All in one region, as everything in these tests is. */
function clientsOn(endpoint: string, { region, settings }: Config, wire: Wire): Clients {
  const credentials = { accessKeyId: settings.account, secretAccessKey: 'test' };
  const common = { endpoint, region, credentials };
  const cloudTrail = new CloudTrailClient(common);
  const logs = new CloudWatchLogsClient(common);
  const iam = new IAMClient(common);
  const organizations = new OrganizationsClient(common);
  const sns = new SNSClient(common);
  const dynamoDb = new DynamoDBClient(common);
  for (const client of [cloudTrail, logs, iam, organizations, sns, dynamoDb]) wire.attach(client);
  return {
    ...clientsFor(region),
    cloudTrail: () => cloudTrail,
    logs: () => logs,
    iam: () => iam,
    organizations: () => organizations,
    sns: () => sns,
    dynamoDb: () => dynamoDb,
  };
}
