import * as z from 'zod/mini';
import {
  type Credentials,
  type EmulatorApi,
  EmulatorError,
  emulatorApi,
  type Where,
} from '../../local/emulator/api.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { zipOf } from './zip.ts';

const QUEUE = z.object({ QueueUrl: z.string() });
const RULE = z.object({ RuleArn: z.string() });
const MESSAGES = z.object({
  Messages: z.optional(
    z.array(
      z.object({
        Body: z.string(),
        MessageAttributes: z.optional(z.record(z.string(), z.object({ StringValue: z.string() }))),
      }),
    ),
  ),
});
const CLOUDTRAIL = 'CloudTrail_20131101';

export interface Queue {
  readonly url: string;
  readonly arn: string;
}

export interface Message {
  readonly body: Record<string, unknown>;
  readonly attributes: Readonly<Record<string, string>>;
}

const CALL = `
const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN, AWS_REGION, QUEUE_URL } = process.env;
const call = async (service, target, input) => {
  const answer = await fetch(AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
      'x-amz-security-token': AWS_SESSION_TOKEN,
      authorization: 'AWS4-HMAC-SHA256 Credential=' + AWS_ACCESS_KEY_ID + '/20260101/' + AWS_REGION + '/' + service + '/aws4_request',
    },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(await answer.text());
};
const tell = (what) => call('sqs', 'AmazonSQS.SendMessage', { QueueUrl: QUEUE_URL, MessageBody: JSON.stringify(what) });
`;

/** A handler that sends the event it got to the queue in QUEUE_URL, signed as Lambda's environment says. */
export const TELLS = `${CALL}exports.handler = (event) => tell(event);`;

/** A handler that makes the CloudTrail call that its event says. */
export const CALLS = `${CALL}exports.handler = ({ operation, input }) => call('cloudtrail', 'CloudTrail_20131101.' + operation, input);`;

/** A handler that tells its process id and its parent's, and then never ends. */
export const HANGS = `${CALL}exports.handler = async () => {
  await tell({ pid: process.pid, parent: process.ppid });
  await new Promise((resolve) => setTimeout(resolve, 3_600_000));
};`;

/** A handler that tells of every try and never succeeds. */
export const THROWS = `${CALL}exports.handler = async () => {
  await tell({});
  throw new Error('broken on purpose');
};`;

/** Builds what a test needs in the local AWS, as an administrator would: through the gate. */
export class Scene {
  readonly #aws: Pick<LocalAws, 'endpoint'>;
  readonly #api: EmulatorApi;
  readonly where: Where;

  constructor(aws: Pick<LocalAws, 'endpoint'>, where: Where) {
    this.#aws = aws;
    this.#api = emulatorApi(new URL(aws.endpoint));
    this.where = where;
  }

  /**
   * A CloudTrail call, as the administrator or with other credentials; gives its answer. CreateTrail finds a bucket that CloudTrail may
   * write to.
   */
  async cloudTrail(
    operation: string,
    input: Record<string, unknown>,
    credentials?: Credentials,
  ): Promise<Record<string, unknown>> {
    if (operation === 'CreateTrail') await this.#logBucket(String(input['S3BucketName']));
    const schema = z.record(z.string(), z.unknown());
    return this.#api.json('cloudtrail', `${CLOUDTRAIL}.${operation}`, input, this.where, schema, credentials);
  }

  /** The credentials of a session of a new role under the path `/scene/`, which may do anything. */
  async session(roleName: string, sessionName: string): Promise<Credentials> {
    const RoleArn = await this.#role(roleName);
    const query = { Action: 'AssumeRole', RoleArn, RoleSessionName: sessionName, Version: '2011-06-15' };
    const xml = await this.#api.query('sts', query, this.where);
    const element = (name: string) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1] ?? '';
    return { accessKeyId: element('AccessKeyId'), sessionToken: element('SessionToken') };
  }

  async loggingTrail(name: string): Promise<void> {
    await this.cloudTrail('CreateTrail', { Name: name, S3BucketName: 'logs' });
    await this.cloudTrail('StartLogging', { Name: name });
  }

  /** A log group and a role that CloudTrail may use to write to it, as the parameters of a trail. */
  async integration(name: string): Promise<Record<'CloudWatchLogsLogGroupArn' | 'CloudWatchLogsRoleArn', string>> {
    const { account, region } = this.where;
    await this.#api.json('logs', 'Logs_20140328.CreateLogGroup', { logGroupName: name }, this.where, z.unknown());
    const CloudWatchLogsLogGroupArn = `arn:aws:logs:${region}:${account}:log-group:${name}:*`;
    const Principal = { Service: 'cloudtrail.amazonaws.com' };
    const CloudWatchLogsRoleArn = await this.#role(name, [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }]);
    const Action = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    const Statement = [{ Effect: 'Allow', Action, Resource: CloudWatchLogsLogGroupArn }];
    const policy = { PolicyName: 'delivery', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }) };
    const query = { Action: 'PutRolePolicy', RoleName: name, ...policy, Version: '2010-05-08' };
    await this.#api.query('iam', query, this.where);
    return { CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn };
  }

  async deleteLogGroup(logGroupName: string): Promise<void> {
    const target = (operation: string) => `Logs_20140328.${operation}`;
    await this.#api.json('logs', target('CreateLogGroup'), { logGroupName }, this.where, z.unknown());
    await this.#api.json('logs', target('DeleteLogGroup'), { logGroupName }, this.where, z.unknown());
  }

  /** A queue that gets every event of CloudTrail and CloudWatch Logs calls here. */
  async listener(name = 'listener'): Promise<Queue> {
    const queue = await this.queue(name);
    await this.rule(name, queue.arn);
    return queue;
  }

  /** The same account in another region. */
  in(region: string): Scene {
    return new Scene(this.#aws, { ...this.where, region });
  }

  /** A queue that EventBridge may send to. */
  async queue(name: string): Promise<Queue> {
    const arn = `arn:aws:sqs:${this.where.region}:${this.where.account}:${name}`;
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: arn,
    };
    const Attributes = { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) };
    const input = { QueueName: name, Attributes };
    const { QueueUrl } = await this.#api.json('sqs', 'AmazonSQS.CreateQueue', input, this.where, QUEUE);
    return { url: QueueUrl, arn };
  }

  /** A function that has a role under a path, which may do anything. Its failures go to `onFailure`. */
  async lambda(name: string, code: string, environment: Record<string, string>, onFailure?: Queue): Promise<string> {
    const { account, region } = this.where;
    const body = {
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      // Lambda's default of 3 s is too short for a start on a busy machine.
      Timeout: 900,
      Role: await this.#role(`${name}-role`),
      Code: { ZipFile: zipOf('index.js', code).toString('base64') },
      Environment: { Variables: environment },
    };
    await this.#rest('POST', '/2015-03-31/functions', body);
    if (onFailure !== undefined) {
      const config = { DestinationConfig: { OnFailure: { Destination: onFailure.arn } } };
      await this.#rest('PUT', `/2019-09-25/functions/${name}/event-invoke-config`, config);
    }
    return `arn:aws:lambda:${region}:${account}:function:${name}`;
  }

  /** A rule with one target and its dead-letter queue; by default for every call of CloudTrail and CloudWatch Logs. */
  async rule(name: string, targetArn: string, deadLetter?: Queue, more: Record<string, string> = {}): Promise<string> {
    const rule = { Name: name, EventPattern: JSON.stringify({ source: ['aws.cloudtrail', 'aws.logs'] }), ...more };
    const { RuleArn } = await this.#api.json('events', 'AWSEvents.PutRule', rule, this.where, RULE);
    const target = { Id: '1', Arn: targetArn, ...(deadLetter && { DeadLetterConfig: { Arn: deadLetter.arn } }) };
    await this.#api.json('events', 'AWSEvents.PutTargets', { Rule: name, Targets: [target] }, this.where, z.unknown());
    return RuleArn;
  }

  /** Invokes a function as an administrator would and waits for its answer, or with `Event` only until it is queued. */
  async invoke(name: string, event: object, type: 'RequestResponse' | 'Event' = 'RequestResponse'): Promise<void> {
    const options = { headers: { 'x-amz-invocation-type': type }, body: JSON.stringify(event) };
    const answer = await this.#api.rest(
      'lambda',
      'POST',
      `/2015-03-31/functions/${name}/invocations`,
      this.where,
      options,
    );
    const failure = z.safeParse(z.object({ errorMessage: z.string() }), answer);
    if (failure.success) throw new Error(failure.data.errorMessage);
  }

  /** Lets a rule invoke a function. */
  async permit(functionName: string, ruleArn: string): Promise<void> {
    await this.#rest('POST', `/2015-03-31/functions/${functionName}/policy`, {
      StatementId: 'rule',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: ruleArn,
    });
  }

  /** The next message of a queue, or undefined when it holds none now. */
  async receive(queue: Queue): Promise<Message | undefined> {
    const input = { QueueUrl: queue.url, MessageAttributeNames: ['All'] };
    const answer = await this.#api.json('sqs', 'AmazonSQS.ReceiveMessage', input, this.where, MESSAGES);
    const [message] = answer.Messages ?? [];
    if (message === undefined) return undefined;
    const attributes = Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
      name,
      value.StringValue,
    ]);
    return { body: JSON.parse(message.Body), attributes: Object.fromEntries(attributes) };
  }

  async #role(RoleName: string, Statement: readonly object[] = []): Promise<string> {
    const trust = JSON.stringify({ Version: '2012-10-17', Statement });
    const query = { Action: 'CreateRole', RoleName, Path: '/scene/', AssumeRolePolicyDocument: trust };
    await this.#api.query('iam', { ...query, Version: '2010-05-08' }, this.where);
    const anything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    const policy = {
      Action: 'PutRolePolicy',
      RoleName,
      PolicyName: 'anything',
      PolicyDocument: JSON.stringify(anything),
    };
    await this.#api.query('iam', { ...policy, Version: '2010-05-08' }, this.where);
    return `arn:aws:iam::${this.where.account}:role/scene/${RoleName}`;
  }

  async #logBucket(name: string): Promise<void> {
    const where = { ...this.where, region: 'us-east-1' };
    try {
      await this.#api.rest('s3', 'PUT', `/${name}`, where);
    } catch (error) {
      // Buckets have one name in all accounts: that of another test will do.
      if (error instanceof EmulatorError && error.code === 'BucketAlreadyExists') return;
      throw error;
    }
    const cloudTrail = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
    const Statement = [
      { ...cloudTrail, Action: 's3:GetBucketAcl', Resource: `arn:aws:s3:::${name}` },
      { ...cloudTrail, Action: 's3:PutObject', Resource: `arn:aws:s3:::${name}/AWSLogs/*` },
    ];
    const body = JSON.stringify({ Version: '2012-10-17', Statement });
    await this.#api.rest('s3', 'PUT', `/${name}?policy`, where, { body });
  }

  #rest(method: string, path: string, body: object): Promise<unknown> {
    return this.#api.rest('lambda', method, path, this.where, { body: JSON.stringify(body) });
  }
}

/** Asks until there is an answer. @throws after PATIENCE_MS, with the name of what did not happen */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`waited ${PATIENCE_MS} ms for ${what}`);
}
