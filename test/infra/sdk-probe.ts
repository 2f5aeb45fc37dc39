import { CloudTrailClient, GetTrailCommand, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

/** The error of a call. */
export interface ProbedCall {
  readonly operation: string;
  readonly error: string;
  /**
   * The message of the error. For a call that is not sent: the host that it would have been sent
   * to.
   */
  readonly message: string;
}

/** Replaces the network: every request fails with its host as the message. */
const failingHandler = {
  handle: async ({ hostname }: { readonly hostname: string }): Promise<never> => {
    throw new Error(hostname);
  },
  updateHttpClientConfig: () => undefined,
  httpHandlerConfigs: () => ({}),
};

/**
 * Makes one call with each client and returns the errors. The test bundles it like the function.
 * @param input `send` is false to find only the hosts of the calls
 */
export async function handler({ region, send }: { region: string; send: boolean }): Promise<ProbedCall[]> {
  const configuration = { region, maxAttempts: 1, ...(!send && { requestHandler: failingHandler }) };
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
