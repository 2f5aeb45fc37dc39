import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SNSClient } from '@aws-sdk/client-sns';
import { limitRequests } from './request-limits.ts';

/** The SDK clients. Each is created on first use and kept. */
export interface Clients {
  readonly cloudTrail: (region: string) => CloudTrailClient;
  readonly logs: (region: string) => CloudWatchLogsClient;
  readonly iam: () => IAMClient;
  readonly organizations: () => OrganizationsClient;
  readonly sns: () => SNSClient;
  readonly dynamoDb: () => DynamoDBClient;
  readonly events: (region: string) => EventBridgeClient;
  /** Only for DescribeRegions. */
  readonly ec2: () => EC2Client;
}

/** More connections of a client only compete for the CPU time of the function. */
const MOST_SOCKETS = 4;
/** Without a timeout the SDK waits forever and uses up the function's time. */
const RESPONSE_MS = 10_000;
/** A run continues without a ledger that does not answer soon. */
const LEDGER_RESPONSE_MS = 2_000;
const AGENT = { maxSockets: MOST_SOCKETS };
const REQUEST_HANDLER = { httpAgent: AGENT, httpsAgent: AGENT };

/** @param region the function's own, for the topic, the ledger and global services */
export function clientsFor(region: string): Clients {
  const perRegion = <T extends SdkClient>(Client: ClientClass<T>, responseMs = RESPONSE_MS) => {
    const created = new Map<string, T>();
    const create = (where: string): T => {
      const client = new Client({ region: where, requestHandler: REQUEST_HANDLER });
      limitRequests(client.config.requestHandler, { mostAtOnce: MOST_SOCKETS, responseMs });
      created.set(where, client);
      return client;
    };
    return (where = region): T => created.get(where) ?? create(where);
  };
  return {
    cloudTrail: perRegion(CloudTrailClient),
    logs: perRegion(CloudWatchLogsClient),
    events: perRegion(EventBridgeClient),
    iam: perRegion(IAMClient),
    organizations: perRegion(OrganizationsClient),
    sns: perRegion(SNSClient),
    dynamoDb: perRegion(DynamoDBClient, LEDGER_RESPONSE_MS),
    ec2: perRegion(EC2Client),
  };
}

interface SdkClient {
  readonly config: { readonly requestHandler: Parameters<typeof limitRequests>[0] };
}
type ClientClass<T> = new (options: { readonly region: string; readonly requestHandler: typeof REQUEST_HANDLER }) => T;
