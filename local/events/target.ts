import * as z from 'zod/mini';
import { type EmulatorApi, EmulatorError, type Where } from '../emulator/api.ts';
import type { MessageAttributes } from './dead-letter.ts';
import { serviceMay } from './service-permission.ts';

/** EventBridge could not hand an event to a target, by its own code. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** One event on its way from a rule to one of its targets or to a queue. */
export interface Parcel {
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

/**
 * Hands an event to a target as EventBridge does, with the target's resource policy deciding.
 * Source: EventBridge user guide, "Using resource-based policies for Amazon EventBridge" and its table of error codes.
 * @throws TargetError when the target is missing or does not permit it; any other error for a kind that is not built
 */
export async function handOver(api: EmulatorApi, parcel: Parcel): Promise<void> {
  const service = parcel.targetArn.split(':')[2];
  if (service === 'lambda') return invoke(api, parcel);
  if (service === 'sqs') return sendToQueue(api, parcel);
  throw new Error(`targets of ${service} are not built: ${parcel.targetArn}`);
}

/** Asynchronously, so the function's own retries and on-failure destination apply; those are the emulator's. */
async function invoke(api: EmulatorApi, parcel: Parcel): Promise<void> {
  const { targetArn, body } = parcel;
  const [, , , region = '', account = '', , ...name] = targetArn.split(':');
  const where = { account, region };
  const path = `/2015-03-31/functions/${encodeURIComponent(name.join(':'))}`;
  await found(targetArn, () => api.rest('lambda', 'GET', `${path}/configuration`, where));
  const policy = await orNothing(async () =>
    FUNCTION_POLICY.parse(await api.rest('lambda', 'GET', `${path}/policy`, where)),
  );
  permit(policy?.Policy ?? '', 'lambda:InvokeFunction', parcel);
  const headers = { 'x-amz-invocation-type': 'Event' };
  await api.rest('lambda', 'POST', `${path}/invocations`, where, { headers, body });
}

/**
 * Sends to a queue: a target, or with attributes a rule's dead-letter queue.
 * @throws TargetError when the queue is missing or its policy does not let EventBridge send
 */
export async function sendToQueue(api: EmulatorApi, parcel: Parcel, attributes?: MessageAttributes): Promise<void> {
  const [, , , region = '', account = '', QueueName = ''] = parcel.targetArn.split(':');
  const where = { account, region };
  const { QueueUrl } = await found(parcel.targetArn, () =>
    api.json('sqs', 'AmazonSQS.GetQueueUrl', { QueueName }, where, QUEUE_URL),
  );
  const question = { QueueUrl, AttributeNames: ['Policy'] };
  const { Attributes } = await api.json('sqs', 'AmazonSQS.GetQueueAttributes', question, where, ATTRIBUTES);
  permit(Attributes?.Policy ?? '', 'sqs:SendMessage', parcel);
  const message = { QueueUrl, MessageBody: parcel.body, ...(attributes && { MessageAttributes: attributes }) };
  await api.json('sqs', 'AmazonSQS.SendMessage', message, where, NOTHING);
}

function permit(policy: string, action: string, { targetArn, ruleArn, where }: Parcel): void {
  const call = { service: EVENTBRIDGE, action, resource: targetArn, sourceArn: ruleArn, sourceAccount: where.account };
  if (!serviceMay(policy, call)) {
    throw new TargetError(
      'NO_PERMISSIONS',
      `${EVENTBRIDGE} is not authorized to perform: ${action} on resource: ${targetArn}`,
    );
  }
}

async function found<T>(arn: string, ask: () => Promise<T>): Promise<T> {
  const answer = await orNothing(ask);
  if (answer === undefined) throw new TargetError('NO_RESOURCE', `The target does not exist: ${arn}`);
  return answer;
}

/** Undefined for what the emulator does not have; every other refusal stays one. */
async function orNothing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof EmulatorError && /NotFound|NonExistentQueue|QueueDoesNotExist/.test(error.code))
      return undefined;
    throw error;
  }
}
