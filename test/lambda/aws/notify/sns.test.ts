import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { publishCardToTopic, publishToTopic } from '../../../../lambda/aws/notify/sns.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import { trailSubject } from '../../../../lambda/core/model/subject.ts';
import { chatCard } from '../../../../lambda/core/notification/chat-card.ts';
import { messageFor } from '../../../../lambda/core/notification/message-for.ts';
import { ID, recordWith } from '../../../support/perfect-trail.ts';
import { mocked } from '../mocked.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:Trailmend-Topic';
const LOG = { partition: 'aws', region: 'eu-west-1', logGroupName: 'Trailmend-RemediatorLog' };
const RECORD = recordWith({ outcome: 'FIXED', reason: 'repaired', detail: 'Über alles repariert' });
const sns = mocked(SNSClient);
const publish = (record: OutcomeRecord) =>
  publishToTopic(clientsFor('eu-west-1'), { topicArn: TOPIC, functionLog: LOG }, record);

beforeEach(() => {
  sns.reset();
});

describe('publishToTopic', () => {
  test('publishes once, with the text for people and the record for machines', async () => {
    sns.on(PublishCommand).resolves({ MessageId: 'm-1' });
    expect(await publish(RECORD)).toMatchObject({ ok: true });
    const [call, ...more] = sns.commandCalls(PublishCommand);
    expect(more).toEqual([]);
    const { subject, text } = messageFor(RECORD, LOG);
    const { Message = '', ...input } = call?.args[0].input ?? {};
    expect(input).toEqual({ TopicArn: TOPIC, Subject: subject, MessageStructure: 'json' });
    const { sqs, lambda, https, ...forPeople } = JSON.parse(Message);
    expect(forPeople).toEqual({ default: text, email: text });
    expect([sqs, lambda, https].map((body) => JSON.parse(body))).toEqual([RECORD, RECORD, RECORD]);
    expect(await sns.call(0).thisValue.config.region()).toBe('eu-west-1');
  });

  test('says to people that the chat did not get the card, and leaves the record for machines as it is', async () => {
    sns.on(PublishCommand).resolves({});
    await publishToTopic(clientsFor('eu-west-1'), { topicArn: TOPIC, functionLog: LOG }, RECORD, 'no topic');
    const { email, sqs } = JSON.parse(sns.commandCalls(PublishCommand)[0]?.args[0].input.Message ?? '');
    expect(email).toBe(messageFor(RECORD, LOG, 'no topic').text);
    expect(email).toContain('The chat did not get this message: no topic');
    expect(JSON.parse(sqs)).toEqual(RECORD);
  });

  test('truncates what SNS would not accept, 262,144 bytes for all protocols together, and says so', async () => {
    sns.on(PublishCommand).resolves({});
    const message = (detail: string) => async () => {
      await publish({ ...RECORD, detail });
      return sns.commandCalls(PublishCommand).at(-1)?.args[0].input.Message ?? '';
    };
    // The three texts for machines contain the entire detail, those for people its beginning.
    const shown = 5000;
    const room = 262_144 - Buffer.byteLength(await message('x'.repeat(shown))());
    const longest = shown + Math.floor(room / 3);
    const largest = await message('x'.repeat(longest))();
    expect(Buffer.byteLength(largest)).toBeGreaterThan(262_144 - 3);
    expect(JSON.parse(JSON.parse(largest).sqs).cut).toBeUndefined();
    const cut = JSON.parse(await message('x'.repeat(longest + 1))());
    expect(JSON.parse(cut.sqs)).toMatchObject({ id: RECORD.id, cut: ['texts longer than 1000 characters'] });
    expect(cut.email).toContain(
      "texts longer than 1000 characters. The function's log has the full record: search it for",
    );
    expect(cut.email).toContain(RECORD.id);
  });

  test('uses a subject that SNS accepts: ASCII, at most 99 characters, whatever the name of the trail', async () => {
    sns.on(PublishCommand).resolves({});
    await publish({ ...RECORD, subject: { ...trailSubject(ID), name: 'x'.repeat(128) } });
    const subject = sns.commandCalls(PublishCommand)[0]?.args[0].input.Subject;
    expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
  });

  test('returns the error when SNS does not accept the message', async () => {
    sns.on(PublishCommand).rejects(Object.assign(new Error('no such topic'), { name: 'NotFoundException' }));
    expect(await publish(RECORD)).toEqual({
      ok: false,
      error: { operation: 'Publish', code: 'NotFoundException', message: 'no such topic' },
    });
  });
});

describe('publishCardToTopic', () => {
  const publishCard = () => publishCardToTopic(clientsFor('eu-west-1'), { topicArn: TOPIC, functionLog: LOG }, RECORD);

  test('publishes the card as it is, because every protocol gets the same text', async () => {
    sns.on(PublishCommand).resolves({});
    expect(await publishCard()).toMatchObject({ ok: true });
    const [call, ...more] = sns.commandCalls(PublishCommand);
    expect(more).toEqual([]);
    const { Message = '', ...input } = call?.args[0].input ?? {};
    expect(input).toEqual({ TopicArn: TOPIC });
    expect(JSON.parse(Message)).toEqual(chatCard(RECORD, LOG));
  });

  test('returns the error when SNS does not accept the card', async () => {
    sns.on(PublishCommand).rejects(Object.assign(new Error('no such topic'), { name: 'NotFoundException' }));
    expect(await publishCard()).toMatchObject({ ok: false, error: { code: 'NotFoundException' } });
  });
});
