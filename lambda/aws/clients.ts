import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { limitRequests, type RequestLimits } from './request-limits.ts';

/** The SDK clients. Each is created on first use and kept. */
export interface Clients {
  readonly cloudTrail: (region: string) => CloudTrailClient;
  readonly logs: (region: string) => CloudWatchLogsClient;
  readonly iam: () => IAMClient;
  readonly organizations: () => OrganizationsClient;
  readonly sns: () => SNSClient;
  readonly dynamoDb: () => DynamoDBClient;
  readonly events: (region: string) => EventBridgeClient;
  readonly sqs: (region: string) => SQSClient;
  /** Only for DescribeRegions. */
  readonly ec2: () => EC2Client;
}

/**
 * More connections in a Region only compete for the CPU time of the function. Without a timeout the
 * SDK waits forever.
 */
const REGIONAL: RequestLimits = { mostAtOnce: 4, responseMs: 10_000 };
/** One client of IAM serves the trails of all Regions, and IAM is far away from most. */
const GLOBAL: RequestLimits = { ...REGIONAL, mostAtOnce: 16 };
/** A run continues without a ledger that does not answer soon. */
const LEDGER: RequestLimits = { ...REGIONAL, responseMs: 2_000 };

/** @param region the function's own, for the topic, the ledger and global services */
export function clientsFor(region: string): Clients {
  const perRegion = <T extends SdkClient>(Client: ClientClass<T>, limits = REGIONAL) => {
    const created = new Map<string, T>();
    const create = (where: string): T => {
      const agent = { maxSockets: limits.mostAtOnce };
      const client = new Client({ region: where, requestHandler: { httpAgent: agent, httpsAgent: agent } });
      limitRequests(client.config.requestHandler, limits);
      created.set(where, client);
      return client;
    };
    return (where = region): T => created.get(where) ?? create(where);
  };
  return {
    cloudTrail: perRegion(CloudTrailClient),
    logs: perRegion(CloudWatchLogsClient),
    events: perRegion(EventBridgeClient),
    sqs: perRegion(SQSClient),
    iam: perRegion(IAMClient, GLOBAL),
    organizations: perRegion(OrganizationsClient),
    sns: perRegion(SNSClient),
    dynamoDb: perRegion(DynamoDBClient, LEDGER),
    ec2: perRegion(EC2Client),
  };
}

interface SdkClient {
  readonly config: { readonly requestHandler: Parameters<typeof limitRequests>[0] };
}
type ClientClass<T> = new (options: { readonly region: string; readonly requestHandler: AgentOptions }) => T;
type AgentOptions = Readonly<Record<'httpAgent' | 'httpsAgent', { readonly maxSockets: number }>>;
