import { CloudTrailClient, type CloudTrailClientConfig } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { LocalAws } from '../local/local-aws.ts';

/** Somebody who calls the local AWS by the AWS SDK. */
export interface Caller {
  readonly account: string;
  readonly region: string;
  readonly cloudTrail: CloudTrailClient;
  readonly dynamoDb: DynamoDBClient;
  readonly iam: IAMClient;
  readonly logs: CloudWatchLogsClient;
  readonly organizations: OrganizationsClient;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
}

type Place = Pick<LocalAws, 'endpoint' | 'account' | 'region'>;

/** How requests are signed; by default as the SDK signs. */
type Signing = Pick<CloudTrailClientConfig, 'signerConstructor'>;

/** The administrator of the local AWS' account. */
export function administratorOf(place: Place, signing?: Signing): Caller {
  return callerWith(place, { accessKeyId: 'test', secretAccessKey: 'test' }, signing);
}

/** An IAM user who may make buckets and trails. */
export async function engineerNamed(name: string, place: Place): Promise<Caller> {
  const { iam } = administratorOf(place);
  await iam.send(new CreateUserCommand({ UserName: name }));
  await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'trails', PolicyDocument: TRAILS }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  return callerWith(place, {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  });
}

const TRAILS = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['cloudtrail:*', 's3:*'], Resource: '*' }],
});

/** Whose credentials a caller has; of a role's session with the token. */
interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Whoever has these credentials. Nothing of the AWS settings of whoever runs this reaches these clients. */
export function callerWith({ endpoint, account, region }: Place, credentials: Keys, signing: Signing = {}): Caller {
  const config = { endpoint, region, credentials, ...signing };
  return {
    account,
    region,
    cloudTrail: new CloudTrailClient(config),
    dynamoDb: new DynamoDBClient(config),
    iam: new IAMClient(config),
    logs: new CloudWatchLogsClient(config),
    organizations: new OrganizationsClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
  };
}
