import { expect, test } from '@jest/globals';
import { recreateCommands, restoreCommands } from '../../../../lambda/core/commands/restore.ts';
import type { Trail } from '../../../../lambda/core/model/facts.ts';
import type { PreviousConfiguration } from '../../../../lambda/core/model/memory.ts';
import { messageFor } from '../../../../lambda/core/notification/trail-message.ts';
import { toldRecord, withRestoring } from '../../../../lambda/core/outcome/trail-record.ts';
import { factsWith, ID, NOW, PERFECT_TRAIL, read, recordWith, triggerWith } from '../../../support/perfect-trail.ts';

const GUARDED: Trail = {
  ...PERFECT_TRAIL,
  isMultiRegion: true,
  includesGlobalEvents: true,
  logFileValidation: true,
  kmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd',
  snsTopicArn: 'arn:aws:sns:us-east-1:111122223333:trails',
  s3Bucket: 'trails',
  s3Prefix: 'audit',
};
const FORMER: PreviousConfiguration = { seen: NOW, trail: GUARDED, tags: {} };
const BARE: Trail = {
  ...GUARDED,
  isMultiRegion: false,
  includesGlobalEvents: false,
  logFileValidation: false,
  kmsKeyId: '',
  snsTopicArn: '',
  s3Prefix: '',
};
const update = (option: string) => `aws cloudtrail update-trail --name ${ID.arn} ${option} --region us-east-1`;

test('a deleted trail is made again with all that it was, and started', () => {
  expect(recreateCommands(ID, FORMER)).toEqual([
    [
      'aws cloudtrail create-trail --name audit --is-multi-region-trail --include-global-service-events',
      `--enable-log-file-validation --kms-key-id ${GUARDED.kmsKeyId} --sns-topic-name ${GUARDED.snsTopicArn}`,
      '--s3-bucket-name trails --s3-key-prefix audit',
      `--cloud-watch-logs-log-group-arn '${GUARDED.logGroupArn}'`,
      `--cloud-watch-logs-role-arn ${GUARDED.roleArn} --region us-east-1`,
    ].join(' '),
    'aws cloudtrail start-logging --name audit --region us-east-1',
  ]);
});

test('what a deleted trail did not have is left out or turned off', () => {
  const [create = ''] = recreateCommands(ID, { ...FORMER, trail: { ...BARE, isOrganizationTrail: true } });
  expect(create).toContain(
    '--no-is-multi-region-trail --no-include-global-service-events --no-enable-log-file-validation',
  );
  expect(create).not.toMatch(/kms|sns|prefix/);
  expect(create).toContain('--is-organization-trail');
});

test('its tags are in the command that makes it, without those of AWS; its own event selectors have one of theirs', () => {
  const tags = { team: "the payers'", 'aws:cloudformation:stack-name': 'trails' };
  const selectors = { kind: 'advanced', json: '[{"Name":"all"}]' } as const;
  const [create, put, start] = recreateCommands(ID, { ...FORMER, tags, selectors });
  expect(create).toContain(String.raw` --tags-list '[{"Key":"team","Value":"the payers'\''"}]' --region us-east-1`);
  expect(put).toBe(
    `aws cloudtrail put-event-selectors --trail-name audit --advanced-event-selectors '[{"Name":"all"}]' --region us-east-1`,
  );
  expect(start).toContain('start-logging');
  const [, basic] = recreateCommands(ID, { ...FORMER, selectors: { kind: 'basic', json: '[{}]' } });
  expect(basic).toContain(" --event-selectors '[{}]' ");
  expect(recreateCommands(ID, { ...FORMER, tags: { 'aws:x': '' } })[0]).not.toContain('tags');
});

const { tags: _tags, ...WITHOUT_TAGS } = FORMER;
test.each<[string, PreviousConfiguration, string]>([
  ['nothing', FORMER, 'unless another trail does.'],
  ['tags, which an earlier trailmend did not remember', WITHOUT_TAGS, ' trailmend does not know its tags.'],
  [
    'selectors, which were too long, and Insights',
    { ...FORMER, trail: { ...GUARDED, hasCustomEventSelectors: true, hasInsightSelectors: true } },
    ' trailmend does not know its event selectors and its Insights selectors.',
  ],
])('the message says what is not known of a deleted trail: %s', (_what, former, expected) => {
  const stamp = { id: 'run-1', time: NOW, mode: 'fix' } as const;
  const { detail } = toldRecord(stamp, ID, triggerWith({ tampering: 'deleted' }), { told: {}, former });
  expect(detail.endsWith(expected)).toBe(true);
});

test('each setting that was taken is brought back by a command of its own', () => {
  expect(restoreCommands(ID, GUARDED, BARE)).toEqual([
    update('--is-multi-region-trail'),
    update('--include-global-service-events'),
    update('--enable-log-file-validation'),
    update(`--kms-key-id ${GUARDED.kmsKeyId}`),
    update(`--sns-topic-name ${GUARDED.snsTopicArn}`),
    update('--s3-key-prefix audit'),
  ]);
  expect(restoreCommands(ID, GUARDED, { ...GUARDED, s3Bucket: 'theirs' })).toEqual([update('--s3-bucket-name trails')]);
});

test('what was made stronger, and the delivery to CloudWatch Logs, is no loss to bring back', () => {
  expect(restoreCommands(ID, BARE, GUARDED)).toEqual([]);
  expect(restoreCommands(ID, GUARDED, { ...GUARDED, logGroupArn: '', roleArn: '' })).toEqual([]);
});

test('the message names what a blanking call took besides, and does not where the ledger knows nothing', () => {
  const facts = factsWith({ trail: read(BARE) });
  const memory = { told: {}, former: FORMER };
  const record = withRestoring(recordWith({ outcome: 'FIXED', reason: 'repaired' }), facts, memory);
  expect(messageFor(record, ID).text).toContain(`does not touch it\n  ${update('--is-multi-region-trail')}\n`);
  expect(withRestoring(recordWith({}), facts, { told: {} })).not.toHaveProperty('restore');
});

test('DeleteTrail is told with the commands that make the trail again; a denied attempt is not', () => {
  const stamp = { id: 'run-1', time: NOW, mode: 'fix' } as const;
  const memory = { told: {}, former: FORMER };
  const deleted = toldRecord(stamp, ID, triggerWith({ eventName: 'DeleteTrail', tampering: 'deleted' }), memory);
  expect(deleted.restore).toEqual(recreateCommands(ID, FORMER));
  expect(messageFor(deleted, ID).text).toContain(
    'How to make it again as it was, with the AWS CLI\n  aws cloudtrail create-trail',
  );
  const denied = triggerWith({ eventName: 'DeleteTrail', tampering: 'denied-attempt' });
  expect(toldRecord(stamp, ID, denied, memory)).not.toHaveProperty('restore');
  expect(toldRecord(stamp, ID, triggerWith({ tampering: 'deleted' }))).not.toHaveProperty('restore');
});
