import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { NotifyError, notifier } from '../../../../lambda/aws/notify/sns.ts';
import { messageFor } from '../../../../lambda/core/notification/trail-message.ts';
import { ID, recordWith } from '../../../support/perfect-trail.ts';
import { mocked } from '../mocked.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:Trailmend-Topic';
const RECORD = recordWith({ outcome: 'FIXED', reason: 'repaired', detail: 'Über alles repariert' });
const sns = mocked(SNSClient);
const notify = notifier(clientsFor('eu-west-1'), TOPIC);

beforeEach(() => {
  sns.reset();
});

describe('notifier', () => {
  test('publishes once: the text for people, the record for machines', async () => {
    sns.on(PublishCommand).resolves({ MessageId: 'm-1' });
    await notify(RECORD, ID);
    const [call, ...more] = sns.commandCalls(PublishCommand);
    expect(more).toEqual([]);
    const { subject, text } = messageFor(RECORD, ID);
    const { Message = '', ...input } = call?.args[0].input ?? {};
    expect(input).toEqual({ TopicArn: TOPIC, Subject: subject, MessageStructure: 'json' });
    const { sqs, lambda, https, ...forPeople } = JSON.parse(Message);
    expect(forPeople).toEqual({ default: text, email: text });
    expect([sqs, lambda, https].map((body) => JSON.parse(body))).toEqual([RECORD, RECORD, RECORD]);
    expect(await sns.call(0).thisValue.config.region()).toBe('eu-west-1');
  });

  test('cuts what SNS would not take: 262,144 bytes for all protocols together, and says so', async () => {
    sns.on(PublishCommand).resolves({});
    const message = (detail: string) => async () => {
      await notify({ ...RECORD, detail }, ID);
      return sns.commandCalls(PublishCommand).at(-1)?.args[0].input.Message ?? '';
    };
    const room = 262_144 - Buffer.byteLength(await message('')());
    // The detail stands in each of five texts.
    const largest = await message('x'.repeat(Math.floor(room / 5)))();
    expect(Buffer.byteLength(largest)).toBeGreaterThan(262_144 - 5);
    expect(JSON.parse(JSON.parse(largest).sqs).cut).toBeUndefined();
    const cut = JSON.parse(await message('x'.repeat(Math.floor(room / 5) + 1))());
    expect(JSON.parse(cut.sqs)).toMatchObject({ id: RECORD.id, cut: ['texts longer than 1000 characters'] });
    expect(cut.email).toContain(`texts longer than 1000 characters. The function's log has all of it: search it for`);
    expect(cut.email).toContain(RECORD.id);
  });

  test('a subject that SNS takes: ASCII, at most 99 characters, whatever the trail is called', async () => {
    sns.on(PublishCommand).resolves({});
    await notify(RECORD, { ...ID, name: 'x'.repeat(128) });
    const subject = sns.commandCalls(PublishCommand)[0]?.args[0].input.Subject;
    expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
  });

  test('rejects when SNS did not take the message, with the reason', async () => {
    sns.on(PublishCommand).rejects(Object.assign(new Error('no such topic'), { name: 'NotFoundException' }));
    const told = notify(RECORD, ID);
    await expect(told).rejects.toBeInstanceOf(NotifyError);
    await expect(told).rejects.toThrow('Publish answered NotFoundException: no such topic');
  });
});
