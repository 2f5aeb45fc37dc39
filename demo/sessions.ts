import { CloudTrailClient, type CloudTrailClientConfig } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { LocalAws } from '../local/local-aws.ts';

/** SDK clients of one identity, for one account and Region of the local AWS. */
export interface AwsSession {
  readonly account: string;
  readonly region: string;
  readonly cloudTrail: CloudTrailClient;
  readonly dynamoDb: DynamoDBClient;
  readonly events: EventBridgeClient;
  readonly iam: IAMClient;
  readonly logs: CloudWatchLogsClient;
  readonly organizations: OrganizationsClient;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
}

type Target = Pick<LocalAws, 'endpoint' | 'account' | 'region'>;

/** How requests are signed, and how often they are tried. Default: as the SDK does. */
type Signing = Pick<CloudTrailClientConfig, 'signerConstructor' | 'maxAttempts'>;

/** The administrator of the account of the local AWS. */
export function administratorOf(target: Target, signing?: Signing): AwsSession {
  return sessionWith(target, { accessKeyId: 'test', secretAccessKey: 'test' }, signing);
}

/**
 * Creates an IAM user who can manage buckets and trails, with the roles of trails, and nothing
 * else.
 */
export function createEngineer(name: string, target: Target): Promise<AwsSession> {
  return createUser(name, target, { Effect: 'Allow', Action: ['cloudtrail:*', 's3:*', 'iam:PassRole'], Resource: '*' });
}

/** Creates an IAM user with the statements. */
export async function createUser(
  name: string,
  target: Target,
  statements: object | readonly object[],
  signing?: Signing,
): Promise<AwsSession> {
  const { iam } = administratorOf(target);
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statements].flat() });
  await iam.send(new CreateUserCommand({ UserName: name }));
  await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'own', PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  return sessionWith(
    target,
    { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' },
    signing,
  );
}

/** Access keys. Those of an assumed role include the session token. */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * The session of the identity with these credentials. The user's own AWS settings do not affect it.
 */
export function sessionWith(
  { endpoint, account, region }: Target,
  credentials: Credentials,
  signing: Signing = {},
): AwsSession {
  const config = { endpoint, region, credentials, ...signing };
  return {
    account,
    region,
    cloudTrail: new CloudTrailClient(config),
    dynamoDb: new DynamoDBClient(config),
    events: new EventBridgeClient(config),
    iam: new IAMClient(config),
    logs: new CloudWatchLogsClient(config),
    organizations: new OrganizationsClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
  };
}
