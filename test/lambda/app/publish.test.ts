import { describe, expect, test } from '@jest/globals';
import { publish } from '../../../lambda/app/publish.ts';
import { reportWithheld } from '../../../lambda/app/sweep/withheld.ts';
import type { AwsResult } from '../../../lambda/core/model/aws-result.ts';
import type { CallTrigger } from '../../../lambda/core/model/trigger.ts';
import { MOST_AN_HOUR } from '../../../lambda/core/notification/budget.ts';
import { messageFor } from '../../../lambda/core/notification/message-for.ts';
import { virtualClock } from '../../support/aws/virtual-clock.ts';
import { ID, NOW, recordWith, SETTINGS, triggerWith } from '../../support/perfect-trail.ts';
import { portsWith } from '../../support/ports.ts';

const HOUR_MS = 3_600_000;
const called = (tampering: CallTrigger['tampering'] & string, reason: 'trail-deleted' | 'attempt-denied') =>
  recordWith({ outcome: 'SKIPPED', reason, trigger: triggerWith({ tampering }) });
const DELETED = called('deleted', 'trail-deleted');
const DENIED = called('denied-attempt', 'attempt-denied');
const BLOCKED = recordWith({ outcome: 'BLOCKED', reason: 'scp' });
const HEADER = { id: 'sweep-1', time: NOW, mode: 'fix', trigger: { kind: 'sweep', time: NOW } } as const;

/** A publisher, and what it sent to people and to the event bus. */
function publisher(changes: Parameters<typeof portsWith>[0] = {}) {
  const clock = virtualClock(Date.parse(NOW));
  const [sent, events] = [[] as (typeof DELETED)[], [] as string[]];
  const ports = portsWith({
    clock,
    publisher: {
      notify: async (record) => ({ ok: true, value: sent.push(record) }),
      putEvent: async ({ reason }) => ({ ok: true, value: events.push(reason) }),
    },
    ...changes,
  });
  const publishTimes = async (times: number, record: typeof DELETED) => {
    for (let index = 0; index < times; index += 1) await publish(record, ports);
  };
  return { ports, clock, sent, events, publishTimes, sweep: () => reportWithheld(HEADER, SETTINGS, ports) };
}

describe('the messages of an hour', () => {
  test.each([
    ['tampering', DELETED],
    ['denied', DENIED],
    ['other', BLOCKED],
  ] as const)('about %s are limited, the last one says so, and the event bus has all', async (kind, record) => {
    const { sent, events, publishTimes } = publisher();
    const most = MOST_AN_HOUR[kind];
    await publishTimes(most + 5, record);
    expect([sent.length, events.length]).toEqual([most, most + 5]);
    expect(sent.filter(({ lastOfHour }) => lastOfHour !== undefined)).toEqual([sent.at(-1)]);
    expect(messageFor(sent.at(-1) ?? record).text).toContain(`\nMore messages\n  trailmend sends at most ${most} `);
  });

  test('about denied attempts and reminders take none from those about tampering', async () => {
    const { sent, publishTimes } = publisher();
    await publishTimes(10 * MOST_AN_HOUR.denied, DENIED);
    await publishTimes(2 * MOST_AN_HOUR.other, BLOCKED);
    await publishTimes(1, DELETED);
    expect(sent.at(-1)).toEqual(DELETED);
  });

  test('begin again with the next hour', async () => {
    const { sent, clock, publishTimes } = publisher();
    await publishTimes(MOST_AN_HOUR.denied + 1, DENIED);
    await clock.sleep(HOUR_MS);
    await publishTimes(1, DENIED);
    expect(sent).toHaveLength(MOST_AN_HOUR.denied + 1);
  });

  test('are not limited without the ledger', async () => {
    const error = { operation: 'UpdateItem', code: 'X', message: 'no' };
    const { messages } = portsWith({});
    const { sent, publishTimes } = publisher({ messages: { ...messages, count: async () => ({ ok: false, error }) } });
    await publishTimes(MOST_AN_HOUR.denied + 5, DENIED);
    expect(sent).toHaveLength(MOST_AN_HOUR.denied + 5);
  });
});

describe('a card for chat', () => {
  const refusal = { operation: 'Publish', code: 'NotFoundException', message: 'no topic' };

  /** A publisher with a topic for chat, and what it did, in order. */
  function publisherWithChat(answer: AwsResult<unknown>) {
    const [done, errors] = [[] as unknown[], [] as unknown[]];
    const { ports } = publisher({
      publisher: {
        publishCard: async ({ id }) => {
          done.push(['card', id]);
          return answer;
        },
        notify: async ({ id }, notInChat) => ({ ok: true, value: done.push(['message', id, notInChat]) }),
        putEvent: async () => ({ ok: true, value: undefined }),
      },
      log: { info: () => {}, error: (message, { error }) => errors.push([message, error]) },
    });
    return { ports, done, errors };
  }

  test('goes before the message', async () => {
    const { ports, done, errors } = publisherWithChat({ ok: true, value: undefined });
    expect(await publish(BLOCKED, ports)).toBe('published');
    expect(done).toEqual([
      ['card', BLOCKED.id],
      ['message', BLOCKED.id, undefined],
    ]);
    expect(errors).toEqual([]);
  });

  test('that SNS does not accept is logged, and the message says so', async () => {
    const { ports, done, errors } = publisherWithChat({ ok: false, error: refusal });
    expect(await publish(BLOCKED, ports)).toBe('published');
    const why = 'Publish returned NotFoundException: "no topic"';
    expect(done).toEqual([
      ['card', BLOCKED.id],
      ['message', BLOCKED.id, why],
    ]);
    expect(errors).toEqual([['card not published', why]]);
    expect(messageFor(BLOCKED, undefined, why).text).toContain(
      `\nNot in chat\n  The chat did not get this message: ${why}\n`,
    );
  });

  test('is withheld with its message, and the last one says so', async () => {
    const { ports, done } = publisherWithChat({ ok: true, value: undefined });
    for (let index = 0; index < MOST_AN_HOUR.denied + 1; index += 1) await publish(DENIED, ports);
    expect(done).toHaveLength(2 * MOST_AN_HOUR.denied);
  });
});

describe('a sweep', () => {
  test('reports what the hours before did not send, once, and where it is', async () => {
    const { sent, clock, publishTimes, sweep } = publisher();
    await publishTimes(MOST_AN_HOUR.denied + 5, DENIED);
    expect(await sweep()).toBeUndefined();
    await clock.sleep(HOUR_MS);
    expect(await sweep()).toMatchObject({ reason: 'messages-withheld', subject: { account: ID.account } });
    const { subject, text } = messageFor(sent.at(-1) ?? DENIED);
    expect(subject).toBe(`ACTION NEEDED: trailmend did not send all messages about account ${ID.account}`);
    expect(text).toContain('did not send 5 about denied attempts from 2026-11-20T09:00Z, because');
    expect(await sweep()).toBeUndefined();
  });

  test('forgets the counts of hours in which all were sent, and planted ones of later hours', async () => {
    const { ports, sent, clock, publishTimes, sweep } = publisher();
    await publishTimes(1, DELETED);
    await ports.messages.count('tampering', '2099-01-01T00');
    await clock.sleep(HOUR_MS);
    expect(await sweep()).toBeUndefined();
    expect(await ports.messages.load()).toEqual({ read: true, value: {} });
    expect(sent).toHaveLength(1);
  });
});
