import { parseXML } from '@aws-sdk/xml-builder';
import * as z from 'zod/mini';
import { type EmulatorApi, EmulatorError, type Where } from '../emulator/api.ts';
import type { MessageAttributes } from './dead-letter.ts';
import { isServiceAllowed } from './service-permission.ts';
import { TargetError } from './target-error.ts';

/** One event on its way from a rule to a target or to a queue. */
export interface TargetDelivery {
  readonly targetArn: string;
  readonly ruleArn: string;
  readonly body: string;
  /** The rule's account and Region. */
  readonly where: Where;
}

const EVENTBRIDGE = 'events.amazonaws.com';
const QUEUE_URL = z.object({ QueueUrl: z.string() });
const ATTRIBUTES = z.object({ Attributes: z.optional(z.object({ Policy: z.optional(z.string()) })) });
const FUNCTION_POLICY = z.object({ Policy: z.string() });
const NOTHING = z.unknown();
/** Temporary errors: throttling, and failures of the service itself. */
const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|HTTP429/;
const SERVICE_FAILURE = /^(HTTP5\d\d|ServiceException|ServiceUnavailable.*|Internal(Failure|Error|ServerError))$/;

/**
 * Delivers an event to a function, a queue or a topic as EventBridge does. The target's resource
 * policy decides about it.
 * Source: EventBridge user guide, "Using resource-based policies for Amazon EventBridge" and its
 * table of error codes.
 * @throws TargetError when the target does not exist, denies access, throttles or fails; any other
 * error for an unsupported kind of target
 */
export async function deliverToTarget(api: EmulatorApi, delivery: TargetDelivery): Promise<void> {
  const service = delivery.targetArn.split(':')[2] ?? '';
  const send = { lambda: invoke, sqs: sendToQueue, sns: publish }[service];
  if (send === undefined) {
    throw new Error(`the local AWS does not support ${service} targets: ${delivery.targetArn}`);
  }
  await send(api, delivery);
}

/**
 * Invokes a function asynchronously, so that the emulator applies the function's own retries and
 * on-failure destination.
 */
async function invoke(api: EmulatorApi, delivery: TargetDelivery): Promise<void> {
  const { targetArn, body } = delivery;
  const { where, name } = locate(targetArn);
  const path = `/2015-03-31/functions/${encodeURIComponent(name)}`;
  await existing(targetArn, () => api.rest('lambda', 'GET', `${path}/configuration`, where));
  const policy = await ifExists(async () =>
    FUNCTION_POLICY.parse(await api.rest('lambda', 'GET', `${path}/policy`, where)),
  );
  requirePermission(policy?.Policy ?? '', 'lambda:InvokeFunction', targetArn, delivery);
  const headers = { 'x-amz-invocation-type': 'Event' };
  await existing(targetArn, () => api.rest('lambda', 'POST', `${path}/invocations`, where, { headers, body }));
}

/**
 * Sends an event to a queue: a target or, with attributes, a rule's dead-letter queue.
 * @throws TargetError when the queue does not exist or its policy does not allow EventBridge to
 * send
 */
export async function sendToQueue(
  api: EmulatorApi,
  delivery: TargetDelivery,
  attributes?: MessageAttributes,
): Promise<void> {
  const { where, name: QueueName } = locate(delivery.targetArn);
  const { QueueUrl } = await existing(delivery.targetArn, () =>
    api.json('sqs', 'AmazonSQS.GetQueueUrl', { QueueName }, where, QUEUE_URL),
  );
  const question = { QueueUrl, AttributeNames: ['Policy'] };
  const { Attributes } = await existing(delivery.targetArn, () =>
    api.json('sqs', 'AmazonSQS.GetQueueAttributes', question, where, ATTRIBUTES),
  );
  requirePermission(Attributes?.Policy ?? '', 'sqs:SendMessage', delivery.targetArn, delivery);
  const message = { QueueUrl, MessageBody: delivery.body, ...(attributes && { MessageAttributes: attributes }) };
  await existing(delivery.targetArn, () => api.json('sqs', 'AmazonSQS.SendMessage', message, where, NOTHING));
}

/**
 * Publishes an event to a topic. EventBridge does not say for which rule it publishes, so a
 * statement with such a condition does not allow it.
 * Source: EventBridge user guide, "Using resource-based policies for Amazon EventBridge" (Amazon
 * SNS permissions: no Condition blocks).
 */
async function publish(api: EmulatorApi, delivery: TargetDelivery): Promise<void> {
  const { targetArn: TopicArn, body: Message } = delivery;
  const { where } = locate(TopicArn);
  const ask = (parameters: Readonly<Record<string, string>>) =>
    existing(TopicArn, () => api.query('sns', { ...parameters, TopicArn, Version: '2010-03-31' }, where));
  const xml = await ask({ Action: 'GetTopicAttributes' });
  requirePermission(attribute(xml, 'Policy'), 'sns:Publish', TopicArn);
  await ask({ Action: 'Publish', Message });
}

function locate(arn: string): { readonly where: Where; readonly name: string } {
  const [, , service, region = '', account = '', ...rest] = arn.split(':');
  // A function's name follows the word `function`.
  return { where: { account, region }, name: rest.slice(service === 'lambda' ? 1 : 0).join(':') };
}

function attribute(xml: string, name: string): string {
  const [, value = ''] = new RegExp(`<key>${name}</key>\\s*<value>([^<]*)</value>`).exec(xml) ?? [];
  return String(parseXML(`<value>${value}</value>`)['value'] ?? '');
}

/** @param rule absent where EventBridge does not say for which rule it acts */
function requirePermission(policy: string, action: string, resource: string, rule?: TargetDelivery): void {
  const source = rule && { sourceArn: rule.ruleArn, sourceAccount: rule.where.account };
  if (!isServiceAllowed(policy, { service: EVENTBRIDGE, action, resource, ...source })) {
    throw new TargetError(
      'NO_PERMISSIONS',
      `${EVENTBRIDGE} is not authorized to perform: ${action} on resource: ${resource}`,
    );
  }
}

async function existing<T>(arn: string, ask: () => Promise<T>): Promise<T> {
  const answer = await ifExists(async () => ({ is: await ask() }));
  if (answer === undefined) throw new TargetError('NO_RESOURCE', `The target does not exist: ${arn}`);
  return answer.is;
}

/**
 * The result of a request; undefined when the resource does not exist.
 * @throws TargetError for temporary errors
 */
async function ifExists<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof EmulatorError)) throw error;
    if (/NotFound|NonExistentQueue|QueueDoesNotExist/.test(error.code)) return undefined;
    if (THROTTLED.test(error.code)) throw new TargetError('THROTTLING', error.message, true);
    if (SERVICE_FAILURE.test(error.code)) throw new TargetError('INTERNAL_ERROR', error.message, true);
    throw error;
  }
}
