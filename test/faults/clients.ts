import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SNSClient } from '@aws-sdk/client-sns';
import { type Clients, clientsFor } from '../../lambda/aws/clients.ts';
import type { Config } from '../../lambda/config.ts';
import { NameSigner } from './signer.ts';
import type { Wire } from './wire.ts';

/** The connections of all instances: a crash leaves none that waits for a response. */
const { requestHandler } = new CloudTrailClient({ region: 'us-east-1' }).config;

/** The values that a new client in Lambda would read from the environment and from files. */
const LAMBDA_DEFAULTS = {
  requestHandler,
  maxAttempts: 3,
  retryMode: 'standard',
  defaultsMode: 'legacy',
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  userAgentAppId: '',
} as const;

/**
 * The clients of one instance of the function, on its wire, in the one Region of these tests. Each
 * instance has its own, because clients share a retry quota between their calls.
 */
export function clientsOn(endpoint: string, { region, settings }: Config, wire: Wire): Clients {
  const credentials = { accessKeyId: settings.account, secretAccessKey: 'test' };
  const common = { ...LAMBDA_DEFAULTS, endpoint, region, credentials, signerConstructor: NameSigner };
  const cloudTrail = new CloudTrailClient(common);
  const logs = new CloudWatchLogsClient(common);
  const iam = new IAMClient(common);
  const organizations = new OrganizationsClient(common);
  const sns = new SNSClient(common);
  const dynamoDb = new DynamoDBClient(common);
  const events = new EventBridgeClient(common);
  for (const client of [cloudTrail, logs, iam, organizations, sns, dynamoDb, events]) wire.attach(client);
  return {
    ...clientsFor(region),
    cloudTrail: () => cloudTrail,
    logs: () => logs,
    iam: () => iam,
    organizations: () => organizations,
    sns: () => sns,
    dynamoDb: () => dynamoDb,
    events: () => events,
  };
}
