import { CloudTrailClient, GetTrailCommand, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

/** What a call ended with. */
export interface Probed {
  readonly operation: string;
  readonly error: string;
  /** Of the error; of a call that is not sent, the host that it would have gone to. */
  readonly message: string;
}

/** Takes the place of the network: fails with the host. */
const nowhere = {
  handle: async ({ hostname }: { readonly hostname: string }): Promise<never> => {
    throw new Error(hostname);
  },
  updateHttpClientConfig: () => undefined,
  httpHandlerConfigs: () => ({}),
};

/**
 * Bundled by the test with the recipe of the function: calls each client and tells how it ended.
 * @param input `send`: false only finds out where the calls would go
 */
export async function handler({ region, send }: { region: string; send: boolean }): Promise<Probed[]> {
  const configuration = { region, maxAttempts: 1, ...(!send && { requestHandler: nowhere }) };
  const trail = new CloudTrailClient(configuration);
  const logs = new CloudWatchLogsClient(configuration);
  const iam = new IAMClient(configuration);
  const sns = new SNSClient(configuration);
  const dynamoDb = new DynamoDBClient(configuration);
  const calls: Readonly<Record<string, Promise<unknown>>> = {
    GetTrail: trail.send(new GetTrailCommand({ Name: 'audit' })),
    UpdateTrail: trail.send(new UpdateTrailCommand({ Name: 'audit' })),
    CreateLogGroup: logs.send(new CreateLogGroupCommand({ logGroupName: 'audit' })),
    UpdateItem: dynamoDb.send(new UpdateItemCommand({ TableName: 'audit', Key: {} })),
    GetRole: iam.send(new GetRoleCommand({ RoleName: 'audit' })),
    Publish: sns.send(new PublishCommand({ Message: 'audit' })),
  };
  return Promise.all(
    Object.entries(calls).map(([operation, call]) =>
      call.then(
        () => ({ operation, error: 'none', message: '' }),
        ({ name, message }: Error) => ({ operation, error: name, message }),
      ),
    ),
  );
}
