import * as z from 'zod/mini';
import { WAIT_LIMIT_MS } from '../../../test/support/wait-limit.ts';
import { type Credentials, type EmulatorApi, EmulatorError, emulatorApi, type Where } from '../../emulator/api.ts';
import type { LocalAws } from '../../local-aws.ts';
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
const send = (message) => call('sqs', 'AmazonSQS.SendMessage', { QueueUrl: QUEUE_URL, MessageBody: JSON.stringify(message) });
`;

/**
 * A handler that sends its event to the queue in QUEUE_URL, signed with the credentials of Lambda's
 * environment.
 */
export const SENDING_HANDLER = `${CALL}exports.handler = (event) => send(event);`;

/** A handler that makes the CloudTrail call in its event. */
export const CALLING_HANDLER = `${CALL}exports.handler = ({ operation, input }) => call('cloudtrail', 'CloudTrail_20131101.' + operation, input);`;

/** A handler that sends its process id and its parent's, and then never ends. */
export const HANGING_HANDLER = `${CALL}exports.handler = async () => {
  await send({ pid: process.pid, parent: process.ppid });
  await new Promise((resolve) => setTimeout(resolve, 3_600_000));
};`;

/** A handler that sends a message at every attempt and always fails. */
export const THROWING_HANDLER = `${CALL}exports.handler = async () => {
  await send({});
  throw new Error('broken on purpose');
};`;

/** Creates resources in the local AWS as an administrator does, through the gate. */
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
   * Sends a CloudTrail call, as the administrator or with other credentials, and returns its
   * answer. Before CreateTrail it creates a bucket that CloudTrail can write to.
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

  /** The credentials of a session of a new role with the path `/scene/` and all permissions. */
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

  /** A log group and a role with which CloudTrail can write to it, as the parameters of a trail. */
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

  /**
   * A queue that receives the event of every CloudTrail and CloudWatch Logs call in this account
   * and Region.
   */
  async listener(name = 'listener'): Promise<Queue> {
    const queue = await this.queue(name);
    await this.rule(name, queue.arn);
    return queue;
  }

  /** The same account in another Region. */
  in(region: string): Scene {
    return new Scene(this.#aws, { ...this.where, region });
  }

  /** A queue to which EventBridge can send. */
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

  /** A function whose role has a path and all permissions. Its failures go to `onFailure`. */
  async lambda(name: string, code: string, environment: Record<string, string>, onFailure?: Queue): Promise<string> {
    const { account, region } = this.where;
    const body = {
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
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

  /**
   * A rule with one target and its dead-letter queue; by default for every call of CloudTrail and
   * CloudWatch Logs.
   */
  async rule(name: string, targetArn: string, deadLetter?: Queue, more: Record<string, string> = {}): Promise<string> {
    const rule = { Name: name, EventPattern: JSON.stringify({ source: ['aws.cloudtrail', 'aws.logs'] }), ...more };
    const { RuleArn } = await this.#api.json('events', 'AWSEvents.PutRule', rule, this.where, RULE);
    const target = { Id: '1', Arn: targetArn, ...(deadLetter && { DeadLetterConfig: { Arn: deadLetter.arn } }) };
    await this.#api.json('events', 'AWSEvents.PutTargets', { Rule: name, Targets: [target] }, this.where, z.unknown());
    return RuleArn;
  }

  /**
   * Invokes a function as an administrator would and waits for its answer, or with `Event` only
   * until it is queued.
   */
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

  /** Allows a rule to invoke a function. */
  async permit(functionName: string, ruleArn: string): Promise<void> {
    await this.#rest('POST', `/2015-03-31/functions/${functionName}/policy`, {
      StatementId: 'rule',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: ruleArn,
    });
  }

  /** The next message of a queue; undefined when the queue is empty. */
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
      // Bucket names are unique across accounts, so another test may have created this bucket.
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

/** Polls until there is an answer. @throws after WAIT_LIMIT_MS, with what it waited for */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = performance.now() + WAIT_LIMIT_MS;
  while (performance.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`waited ${WAIT_LIMIT_MS} ms for ${what}`);
}
