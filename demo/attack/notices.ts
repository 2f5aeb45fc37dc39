import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { OUTCOME_EVENT } from '../../lambda/core/integration/names.ts';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import type { Stage } from '../scenario.ts';
import type { AwsSession } from '../sessions.ts';
import { receiveAndDelete } from '../subscriber.ts';

/** How a message reached people. */
export type Way = 'topic' | 'watch rule' | 'event bus';

/** A message that a person could read. */
export interface Notice {
  readonly way: Way;
  readonly subject: string;
  /** All of its text, with the rules of its findings. */
  readonly text: string;
}

/** Receives everything that trailmend sends. */
export interface Notices {
  /** The messages so far, in the order of their arrival. */
  readonly received: () => Promise<readonly Notice[]>;
}

/** Listens to the topic, through the subscriber of a stage, and to the default event bus. */
export async function listen({ administrator, subscriber }: Stage): Promise<Notices> {
  const queueUrl = await queueOnBus(administrator);
  const received: Notice[] = [];
  const seen = new Set<string>();
  const add = (notice: Notice, id: string) => {
    if (!seen.has(id)) received.push(notice);
    seen.add(id);
  };
  return {
    async received() {
      const outcomes = await subscriber.received();
      for (const { subject, text, record } of outcomes) add(topicNotice(subject, text, record), text);
      for (const { MessageId, Subject = '', Message } of subscriber.notifications())
        if (!isOutcome(Message)) add(watchNotice(Subject, Message), MessageId);
      for (const event of await receiveAndDelete<BusEvent>(administrator, queueUrl)) received.push(busNotice(event));
      return [...received];
    },
  };
}

/** An outcome whose record is still on its way is no message of another kind. */
function isOutcome(text: string): boolean {
  return !text.startsWith('{');
}

interface BusEvent {
  readonly detail?: Partial<OutcomeRecord>;
}

function topicNotice(subject: string, text: string, { findings }: OutcomeRecord): Notice {
  const rules = findings.map(({ rule, verdict }) => `${rule} ${verdict}`);
  return { way: 'topic', subject, text: [subject, text, ...rules].join('\n') };
}

/** A message that EventBridge published has no subject: its first member says what happened. */
function watchNotice(subject: string, text: string): Notice {
  const [, first = text.slice(0, 80)] = /: "(.*?)"[,}\n]/.exec(text) ?? [];
  return { way: 'watch rule', subject: subject || first, text: `${subject}\n${text}` };
}

function busNotice(event: BusEvent): Notice {
  const { detail = {} } = event;
  const subject = `${detail.outcome ?? ''} ${detail.reason ?? ''}: ${detail.detail ?? ''}`;
  return { way: 'event bus', subject, text: JSON.stringify(event) };
}

/** A queue that receives what trailmend puts on the default event bus. @returns its URL */
async function queueOnBus({ sqs, events }: AwsSession): Promise<string> {
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'bus' }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }));
  const arn = Attributes?.['QueueArn'] ?? '';
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: arn },
    ],
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy } }));
  const EventPattern = JSON.stringify({ source: [OUTCOME_EVENT.Source] });
  await events.send(new PutRuleCommand({ Name: 'outcomes', EventPattern }));
  await events.send(new PutTargetsCommand({ Rule: 'outcomes', Targets: [{ Id: 'bus', Arn: arn }] }));
  return url;
}
