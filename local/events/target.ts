import { parseXML } from '@aws-sdk/xml-builder';
import * as z from 'zod/mini';
import { type EmulatorApi, EmulatorError, type Where } from '../emulator/api.ts';
import type { MessageAttributes } from './dead-letter.ts';
import { isServiceAllowed } from './service-permission.ts';
import { TargetError } from './target-error.ts';

/** One event on its way from a rule to one of its targets or to a queue. */
export interface TargetDelivery {
  readonly targetArn: string;
  readonly ruleArn: string;
  readonly body: string;
  /** Where the rule is. */
  readonly where: Where;
}

const EVENTBRIDGE = 'events.amazonaws.com';
const QUEUE_URL = z.object({ QueueUrl: z.string() });
const ATTRIBUTES = z.object({ Attributes: z.optional(z.object({ Policy: z.optional(z.string()) })) });
const FUNCTION_POLICY = z.object({ Policy: z.string() });
const NOTHING = z.unknown();
/** Refusals that pass: throttling, and errors of the service itself. */
const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|HTTP429/;
const BROKEN = /^(HTTP5\d\d|ServiceException|ServiceUnavailable.*|Internal(Failure|Error|ServerError))$/;

/**
 * Hands an event to a function, a queue or a topic as EventBridge does, with the target's resource policy deciding.
 * Source: EventBridge user guide, "Using resource-based policies for Amazon EventBridge" and its table of error codes.
 * @throws TargetError when the target is missing, does not permit it, is throttled or fails; any other error for a kind that is
 * not built
 */
export async function deliverToTarget(api: EmulatorApi, parcel: TargetDelivery): Promise<void> {
  const service = parcel.targetArn.split(':')[2] ?? '';
  const hand = { lambda: invoke, sqs: sendToQueue, sns: publish }[service];
  if (hand === undefined) throw new Error(`targets of ${service} are not built: ${parcel.targetArn}`);
  await hand(api, parcel);
}

/** Asynchronously, so the function's own retries and on-failure destination apply; those are the emulator's. */
async function invoke(api: EmulatorApi, parcel: TargetDelivery): Promise<void> {
  const { targetArn, body } = parcel;
  const { where, name } = place(targetArn);
  const path = `/2015-03-31/functions/${encodeURIComponent(name)}`;
  await found(targetArn, () => api.rest('lambda', 'GET', `${path}/configuration`, where));
  const policy = await orNothing(async () =>
    FUNCTION_POLICY.parse(await api.rest('lambda', 'GET', `${path}/policy`, where)),
  );
  permit(policy?.Policy ?? '', 'lambda:InvokeFunction', parcel);
  const headers = { 'x-amz-invocation-type': 'Event' };
  await found(targetArn, () => api.rest('lambda', 'POST', `${path}/invocations`, where, { headers, body }));
}

/**
 * Sends to a queue: a target, or with attributes a rule's dead-letter queue.
 * @throws TargetError when the queue is missing or its policy does not let EventBridge send
 */
export async function sendToQueue(
  api: EmulatorApi,
  parcel: TargetDelivery,
  attributes?: MessageAttributes,
): Promise<void> {
  const { where, name: QueueName } = place(parcel.targetArn);
  const { QueueUrl } = await found(parcel.targetArn, () =>
    api.json('sqs', 'AmazonSQS.GetQueueUrl', { QueueName }, where, QUEUE_URL),
  );
  const question = { QueueUrl, AttributeNames: ['Policy'] };
  const { Attributes } = await found(parcel.targetArn, () =>
    api.json('sqs', 'AmazonSQS.GetQueueAttributes', question, where, ATTRIBUTES),
  );
  permit(Attributes?.Policy ?? '', 'sqs:SendMessage', parcel);
  const message = { QueueUrl, MessageBody: parcel.body, ...(attributes && { MessageAttributes: attributes }) };
  await found(parcel.targetArn, () => api.json('sqs', 'AmazonSQS.SendMessage', message, where, NOTHING));
}

async function publish(api: EmulatorApi, parcel: TargetDelivery): Promise<void> {
  const { targetArn: TopicArn, body: Message } = parcel;
  const { where } = place(TopicArn);
  const ask = (parameters: Readonly<Record<string, string>>) =>
    found(TopicArn, () => api.query('sns', { ...parameters, TopicArn, Version: '2010-03-31' }, where));
  const xml = await ask({ Action: 'GetTopicAttributes' });
  permit(attribute(xml, 'Policy'), 'sns:Publish', parcel);
  await ask({ Action: 'Publish', Message });
}

function place(arn: string): { readonly where: Where; readonly name: string } {
  const [, , service, region = '', account = '', ...rest] = arn.split(':');
  // A function's name follows the word `function`.
  return { where: { account, region }, name: rest.slice(service === 'lambda' ? 1 : 0).join(':') };
}

function attribute(xml: string, name: string): string {
  const [, value = ''] = new RegExp(`<key>${name}</key>\\s*<value>([^<]*)</value>`).exec(xml) ?? [];
  return String(parseXML(`<value>${value}</value>`)['value'] ?? '');
}

function permit(policy: string, action: string, { targetArn, ruleArn, where }: TargetDelivery): void {
  const call = { service: EVENTBRIDGE, action, resource: targetArn, sourceArn: ruleArn, sourceAccount: where.account };
  if (!isServiceAllowed(policy, call)) {
    throw new TargetError(
      'NO_PERMISSIONS',
      `${EVENTBRIDGE} is not authorized to perform: ${action} on resource: ${targetArn}`,
    );
  }
}

async function found<T>(arn: string, ask: () => Promise<T>): Promise<T> {
  const answer = await orNothing(async () => ({ is: await ask() }));
  if (answer === undefined) throw new TargetError('NO_RESOURCE', `The target does not exist: ${arn}`);
  return answer.is;
}

/** Undefined for what the emulator does not have. */
async function orNothing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof EmulatorError)) throw error;
    if (/NotFound|NonExistentQueue|QueueDoesNotExist/.test(error.code)) return undefined;
    if (THROTTLED.test(error.code)) throw new TargetError('THROTTLING', error.message, true);
    if (BROKEN.test(error.code)) throw new TargetError('INTERNAL_ERROR', error.message, true);
    throw error;
  }
}
