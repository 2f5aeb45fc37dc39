import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SNSClient } from '@aws-sdk/client-sns';

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

/** Without timeouts the SDK waits forever and uses up the function's time. */
const PATIENT = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true };
/** A run continues without a ledger that does not answer soon. */
const BRIEF = { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true };

/** @param region the function's own, for the topic, the ledger and global services */
export function clientsFor(region: string): Clients {
  const perRegion = <T>(Client: ClientClass<T>, requestHandler = PATIENT) => {
    const created = new Map<string, T>();
    return (where = region): T => {
      const client = created.get(where) ?? new Client({ region: where, requestHandler });
      created.set(where, client);
      return client;
    };
  };
  return {
    cloudTrail: perRegion(CloudTrailClient),
    logs: perRegion(CloudWatchLogsClient),
    events: perRegion(EventBridgeClient),
    iam: perRegion(IAMClient),
    organizations: perRegion(OrganizationsClient),
    sns: perRegion(SNSClient),
    dynamoDb: perRegion(DynamoDBClient, BRIEF),
    ec2: perRegion(EC2Client),
  };
}

type ClientClass<T> = new (options: { readonly region: string; readonly requestHandler: typeof PATIENT }) => T;
