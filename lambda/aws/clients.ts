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
const requestHandler = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true };
/** A run continues without a ledger that does not answer soon. */
const briefly = { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true };

/** @param region the function's own, for the topic, the ledger and global services */
export function clientsFor(region: string): Clients {
  const iam = perRegion((where) => new IAMClient({ region: where, requestHandler }));
  const organizations = perRegion((where) => new OrganizationsClient({ region: where, requestHandler }));
  const sns = perRegion((where) => new SNSClient({ region: where, requestHandler }));
  const dynamoDb = perRegion((where) => new DynamoDBClient({ region: where, requestHandler: briefly }));
  const ec2 = perRegion((where) => new EC2Client({ region: where, requestHandler }));
  return {
    cloudTrail: perRegion((where) => new CloudTrailClient({ region: where, requestHandler })),
    logs: perRegion((where) => new CloudWatchLogsClient({ region: where, requestHandler })),
    events: perRegion((where) => new EventBridgeClient({ region: where, requestHandler })),
    iam: () => iam(region),
    organizations: () => organizations(region),
    sns: () => sns(region),
    dynamoDb: () => dynamoDb(region),
    ec2: () => ec2(region),
  };
}

function perRegion<T>(create: (region: string) => T): (region: string) => T {
  const created = new Map<string, T>();
  return (region) => {
    const client = created.get(region) ?? create(region);
    created.set(region, client);
    return client;
  };
}
