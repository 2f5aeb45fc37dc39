import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import { type ChatCard, chatCard } from '../../../../lambda/core/notification/chat-card.ts';
import { ID, recordWith } from '../../../support/perfect-trail.ts';
import { playedCards } from './cards/played-cards.ts';
import { publishedFormat } from './cards/published-format.ts';

const FOLDER = new URL('cards/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const REGION = { kind: 'region', region: 'eu-west-1', account: '111122223333' } as const;
const ACCOUNT = { kind: 'account', account: '111122223333' } as const;
const cardOf = (changes: Partial<OutcomeRecord>) => chatCard(recordWith(changes));

let played: Readonly<Record<string, ChatCard>>;
beforeAll(async () => {
  played = await playedCards();
});

test('each situation has a card as a file', () => {
  expect(FILES).toEqual(
    Object.keys(played)
      .map((name) => `${name}.json`)
      .toSorted(),
  );
});

test.each(FILES)('%s is the card of today (cards/write.ts writes it), in the published format', (file) => {
  const card = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
  expect(played[file.replace('.json', '')]).toEqual(card);
  expect(publishedFormat.safeParse(card).error).toBeUndefined();
});

test('a card begins with the subject of the message, so that the severity comes first', () => {
  const { title, description, nextSteps } = cardOf({ outcome: 'FIXED', reason: 'repaired' }).content;
  expect(title).toMatch(/^REPAIRED: /);
  expect(description.split('\n').map((line) => line.split(':*')[0])).toEqual([
    '*What happened',
    '*Last change',
    '*What trailmend did',
    '*More',
    '*Link to trail',
  ]);
  expect(nextSteps).toEqual(['No action required.']);
});

describe('the thread', () => {
  const threadOf = (changes: Partial<OutcomeRecord>) => cardOf(changes).metadata.threadId;

  test('of a trail is the same for every card, and shows the newest state', () => {
    const [repaired, blocked] = [cardOf({ outcome: 'FIXED' }), cardOf({ outcome: 'BLOCKED', id: 'other' })];
    expect([repaired.metadata.threadId, blocked.metadata.threadId]).toEqual([ID.arn, ID.arn]);
    expect(blocked.metadata.summary).toBe(blocked.content.title);
  });

  test('of a Region, of the account and of another account differ', () => {
    const others = [REGION, { ...REGION, region: 'eu-west-2' }, ACCOUNT, { ...ACCOUNT, account: '444455556666' }];
    expect(others.map((subject) => threadOf({ subject }))).toEqual([
      'trailmend-111122223333-eu-west-1',
      'trailmend-111122223333-eu-west-2',
      'trailmend-111122223333',
      'trailmend-444455556666',
    ]);
  });
});

test('a long text is shortened and says so', () => {
  const { content } = cardOf({ outcome: 'BLOCKED', detail: 'long '.repeat(1000), whoCanAct: 'owner '.repeat(100) });
  expect(content.description).toMatch(/\n\*What trailmend did:\* changed nothing: long .* \(shortened\)\n/);
  expect(content.nextSteps[0]).toMatch(/^This needs action by owner .* \(shortened\)$/);
});

test('the last card of an hour says that there are more', () => {
  expect(cardOf({ lastOfHour: 'At most 20 messages an hour.' }).content.description).toContain(
    '\n*More messages:* At most 20 messages an hour.\n',
  );
});

test('resources are the ARNs of the trail before the repair, or after it', () => {
  const [group, role] = ['arn:aws:logs:us-east-1:111122223333:log-group:g:*', 'arn:aws:iam::111122223333:role/r'];
  const state = { logGroupArn: group, roleArn: role, isLogging: true };
  expect(cardOf({ before: state }).metadata.relatedResources).toEqual([ID.arn, group, role]);
  expect(cardOf({ before: state, after: { ...state, roleArn: '' } }).metadata.relatedResources).toEqual([
    ID.arn,
    group,
  ]);
  expect(cardOf({ subject: ACCOUNT }).metadata.relatedResources).toEqual([]);
});
