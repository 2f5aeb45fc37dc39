import { expect, test } from '@jest/globals';
import type { Fact } from '../../lambda/core/facts.ts';
import { messageFor } from '../../lambda/core/messages.ts';
import type { SweepTrigger } from '../../lambda/core/occasion.ts';
import { assessAccount } from '../../lambda/core/rules/account.ts';
import { type Listening, type SeenRegion, unlisted } from '../../lambda/core/seen-region.ts';
import {
  type About,
  accountRecord,
  listeningRecord,
  memberRecord,
  regionRecord,
  regionsUnreadRecord,
} from '../../lambda/core/sweep-records.ts';
import { outcomeRecord } from '../../lambda/outcome-schema.ts';
import { trailIn } from '../lambda/swept-account.ts';
import { ID, NOW } from '../support/perfect-trail.ts';

const STAMP = { id: 'run-1', time: NOW, mode: 'fix' } as const;
const TRIGGER: SweepTrigger = { kind: 'sweep', time: NOW };
const ACCOUNT = { partition: 'aws', account: ID.account };
const DENIED = { operation: 'DescribeTrails', code: 'AccessDeniedException', message: 'no' };
const CLOSED = { ...DENIED, message: 'explicit deny in a service control policy' };

const regional = (seen: SeenRegion) => regionRecord(STAMP, TRIGGER, ACCOUNT, seen);
const heard = (seen: Fact<Listening>) => listeningRecord(STAMP, TRIGGER, ACCOUNT, 'eu-west-3', seen);
const wide = (...trails: ReturnType<typeof trailIn>[]) =>
  accountRecord(STAMP, TRIGGER, ACCOUNT, assessAccount([{ region: 'us-east-1', seen: 'listed', trails }]));

test.each<[string, About | undefined]>([
  ['FAILED: trails of eu-west-3 could not be listed', regional(unlisted('eu-west-3', DENIED))],
  ['SKIPPED: region eu-west-3 is closed by a service control policy', regional(unlisted('eu-west-3', CLOSED))],
  ['FAILED: the regions of the account could not be listed', regionsUnreadRecord(STAMP, TRIGGER, ACCOUNT, DENIED)],
  ['BLOCKED: changes of trails in eu-west-3 go unheard', heard({ read: true, value: 'rule-disabled' })],
  ['FAILED: whether changes of trails in eu-west-3 are heard is not known', heard({ read: false, why: 'denied' })],
  ['BLOCKED: account 111122223333 has no CloudTrail trail', wide()],
  ['BLOCKED: account 111122223333 has no multi-region CloudTrail trail', wide(trailIn('us-east-1'))],
])('%s', (subject, about) => {
  if (!about) throw new Error('there is no record');
  const message = messageFor(about.record, about.id);
  expect(message.subject).toBe(subject);
  expect(message.subject.length).toBeLessThanOrEqual(99);
  expect(message.text).toContain(`${subject}.\n`);
  expect(message.text).toContain(about.record.detail);
  expect(message.text).toContain(`Found by the sweep of ${NOW}`);
  expect(message.text).toContain(`Who can act: ${about.record.whoCanAct}.`);
  expect(outcomeRecord.safeParse(about.record).error).toBeUndefined();
});

test('what is wrong with an account is told with its evidence', () => {
  const about = wide();
  if (!about) throw new Error('there is no record');
  expect(messageFor(about.record, about.id).text).toContain(
    'What is wrong\n  no trail in any region: us-east-1 (no-trail, DescribeTrails)\n',
  );
});

test('nothing is told of a region that was listed or not reached, nor of an account that is covered', () => {
  expect(regional({ region: 'us-east-1', seen: 'listed', trails: [] })).toBeUndefined();
  expect(regional({ region: 'us-east-1', seen: 'left' })).toBeUndefined();
  expect(wide(trailIn('us-east-1', 'audit', { isMultiRegion: true }))).toBeUndefined();
});

test("an organization's trail keeps its own name", () => {
  const { record, id } = memberRecord(STAMP, TRIGGER, ID);
  expect(record).toMatchObject({ trailArn: ID.arn, outcome: 'SKIPPED', reason: 'organization-member' });
  expect(messageFor(record, id).subject).toBe('SKIPPED: trail audit (us-east-1) was looked at');
});
