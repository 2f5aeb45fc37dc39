import { foreign } from '../../lambda/core/model/foreign-text.ts';
import type { QueueDepth } from '../reads/queue-depth.ts';
import type { Check } from './account-facts.ts';
import { awsCommand, revertDrift } from './mend.ts';
import { type Finding, ok, problem, unknown } from './result.ts';
import type { StackFacts } from './stack-facts.ts';

/** No event waits in a queue because the function did not process it. */
export const queues: Check<Pick<StackFacts, 'queues' | 'resources' | 'stack'>> = (facts) => {
  const { stack, resources } = facts;
  if (!resources.read) return [unknown(`the resources of the stack ${foreign(stack.name)}`, resources)];
  const found = Object.entries(facts.queues);
  if (found.length === 0) {
    return [problem(`The stack ${foreign(stack.name)} has no queue for events that the function failed to process.`)];
  }
  return found.map(([name, queue]) => judgeQueue(name, queue, stack));
};

function judgeQueue(name: string, { url, messages }: QueueDepth, { region, config }: StackFacts['stack']): Finding {
  if (!messages.read) return unknown(`the queue ${name}`, messages);
  if (messages.value === 'missing') {
    return problem(`The queue ${name} does not exist.`, revertDrift(region, config.forwarderRegions));
  }
  if (messages.value === 0) return ok(`The queue ${name} is empty.`);
  return problem(
    `The queue ${name} has about ${messages.value} events that the function did not process. Read them, then empty it.`,
    awsCommand('sqs receive-message', { QueueUrl: url, MaxNumberOfMessages: 10 }, region),
    awsCommand('sqs purge-queue', { QueueUrl: url }, region),
  );
}
