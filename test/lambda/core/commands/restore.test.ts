import { expect, test } from '@jest/globals';
import {
  recreateCommands,
  restoreCommands,
  selectorCommands,
  unknownSettings,
} from '../../../../lambda/core/commands/restore.ts';
import { NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import { EMPTY_PLAN } from '../../../../lambda/core/model/plan.ts';
import { ACCEPT_TAG, type Posture, type PostureParts } from '../../../../lambda/core/model/posture.ts';
import { trailSubject } from '../../../../lambda/core/model/subject.ts';
import type { Trail } from '../../../../lambda/core/model/trail.ts';
import type { CallTrigger } from '../../../../lambda/core/model/trigger.ts';
import { messageFor } from '../../../../lambda/core/notification/message-for.ts';
import { deletionRecord, trailRecord } from '../../../../lambda/core/outcome/trail-record.ts';
import { factsWith, ID, NOW, PERFECT_TRAIL, read, TRIGGER, triggerWith } from '../../../support/perfect-trail.ts';

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
const RECORDING = { writes: 'all', reads: 'all', excludedSources: [] } as const;
const PREVIOUS: Posture = { since: NOW, trail: GUARDED, tags: {}, recording: RECORDING };
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

test('the commands for a deleted trail create it again with all its settings, and start it', () => {
  expect(recreateCommands(ID, PREVIOUS)).toEqual([
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

test('the commands leave out, or turn off, what a deleted trail did not have', () => {
  const [create = ''] = recreateCommands(ID, { ...PREVIOUS, trail: { ...BARE, isOrganizationTrail: true } });
  expect(create).toContain(
    '--no-is-multi-region-trail --no-include-global-service-events --no-enable-log-file-validation',
  );
  expect(create).not.toMatch(/kms|sns|prefix/);
  expect(create).toContain('--is-organization-trail');
});

test('create-trail sets the tags of the owner and not those of AWS, and put-event-selectors sets its own event selectors', () => {
  const tags = { team: "the payers'", 'aws:cloudformation:stack-name': 'trails' };
  const selectors = { kind: 'advanced', json: '[{"Name":"all"}]' } as const;
  const [create, put, start] = recreateCommands(ID, { ...PREVIOUS, tags, recording: { ...RECORDING, own: selectors } });
  expect(create).toContain(String.raw` --tags-list '[{"Key":"team","Value":"the payers'\''"}]' --region us-east-1`);
  expect(put).toBe(
    `aws cloudtrail put-event-selectors --trail-name audit --advanced-event-selectors '[{"Name":"all"}]' --region us-east-1`,
  );
  expect(start).toContain('start-logging');
  const [, basic] = recreateCommands(ID, {
    ...PREVIOUS,
    recording: { ...RECORDING, own: { kind: 'basic', json: '[{}]' } },
  });
  expect(basic).toContain(" --event-selectors '[{}]' ");
  const notOfTheOwner = { 'aws:x': '', [ACCEPT_TAG]: '0123abcd' };
  expect(recreateCommands(ID, { ...PREVIOUS, tags: notOfTheOwner })[0]).not.toContain('tags');
});

const { tags: _tags, ...WITHOUT_TAGS } = PREVIOUS;
const HEADER = { id: 'run-1', time: NOW, mode: 'fix', trigger: TRIGGER } as const;
const recordOfCall = (call: Partial<CallTrigger>, memory?: TrailMemory) =>
  deletionRecord({ ...HEADER, trigger: triggerWith(call) }, trailSubject(ID), memory);

test.each<[string, Posture, string]>([
  ['nothing else', PREVIOUS, 'unless another trail records them.'],
  ['its tags', WITHOUT_TAGS, ' trailmend does not know its tags.'],
  [
    'its selectors, which were too long, and its Insights selectors',
    { ...PREVIOUS, trail: { ...GUARDED, hasCustomEventSelectors: true, hasInsightSelectors: true } },
    ' trailmend does not know its event selectors and its Insights selectors.',
  ],
])('the record of a deleted trail says what trailmend does not know: %s', (_what, posture, expected) => {
  const { detail } = recordOfCall({ tampering: 'deleted' }, { ...NO_MEMORY, posture });
  const unread = ' Its event aggregation (GetEventConfiguration) is unknown: trailmend does not read it.';
  expect(detail.endsWith(`${expected}${unread}`)).toBe(true);
});

const CUSTOM: PostureParts = { trail: { ...GUARDED, hasCustomEventSelectors: true } };
const OWN = { kind: 'advanced', json: '[{}]' } as const;

test.each<[string, PostureParts, string[]]>([
  ['those it had', { ...CUSTOM, recording: { ...RECORDING, own: OWN } }, ["--advanced-event-selectors '[{}]'"]],
  [
    'the default, which records all management events',
    { trail: GUARDED },
    [`--event-selectors '[{"ReadWriteType":"All","IncludeManagementEvents":true}]'`],
  ],
  ['none, if those it had are unread', CUSTOM, []],
  ['none, if those it had were too long to remember', { ...CUSTOM, recording: RECORDING }, []],
])('the command restores the event selectors of a trail: %s', (_which, accepted, options) => {
  expect(selectorCommands(ID, accepted)).toEqual(
    options.map((option) => `aws cloudtrail put-event-selectors --trail-name ${ID.arn} ${option} --region us-east-1`),
  );
});

test('event selectors and tags that nobody read are unknown', () => {
  const commands = recreateCommands(ID, { trail: GUARDED });
  expect(commands.map((command) => command.split(' ')[2])).toEqual(['create-trail', 'start-logging']);
  expect(commands[0]).not.toContain('tags');
  expect(unknownSettings(CUSTOM)).toEqual(['its event selectors', 'its tags']);
});

test('one command restores every setting that was removed, because CloudTrail validates them together', () => {
  const options = [
    '--is-multi-region-trail --include-global-service-events --enable-log-file-validation',
    `--kms-key-id ${GUARDED.kmsKeyId} --sns-topic-name ${GUARDED.snsTopicArn} --s3-key-prefix audit`,
  ];
  expect(restoreCommands(ID, GUARDED, BARE)).toEqual([update(options.join(' '))]);
  expect(restoreCommands(ID, GUARDED, { ...GUARDED, s3Bucket: 'theirs' })).toEqual([update('--s3-bucket-name trails')]);
});

test('the command includes the log group and the role of a trail that delivers elsewhere', () => {
  const moved = { ...GUARDED, logGroupArn: 'theirs', roleArn: 'theirs', s3Prefix: '' };
  const target = `--cloud-watch-logs-log-group-arn '${GUARDED.logGroupArn}' --cloud-watch-logs-role-arn ${GUARDED.roleArn}`;
  expect(restoreCommands(ID, GUARDED, moved, true)).toEqual([update(`--s3-key-prefix audit ${target}`)]);
  expect(restoreCommands(ID, GUARDED, moved)).toEqual([update('--s3-key-prefix audit')]);
});

test('recursive logging is restored if it was switched off, and created only where it was off', () => {
  const [on, off] = [true, false].map((recursiveLogging) => ({ ...GUARDED, recursiveLogging }));
  if (!on || !off) throw new Error('There are two trails.');
  expect(restoreCommands(ID, on, off)).toEqual([update('--recursive-logging')]);
  expect(restoreCommands(ID, off, on)).toEqual([]);
  expect(restoreCommands(ID, GUARDED, off)).toEqual([]);
  expect(recreateCommands(ID, { ...PREVIOUS, trail: off })[0]).toContain(' --no-recursive-logging ');
  for (const trail of [on, GUARDED]) expect(recreateCommands(ID, { ...PREVIOUS, trail })[0]).not.toContain('recursive');
});

test.each(['file://etc', 'fileb://etc', 'http://host', 'https://host'])(
  'the AWS CLI does not read a prefix from %s',
  (s3Prefix) => {
    const json = `--cli-input-json '{"S3KeyPrefix":"${s3Prefix}"}'`;
    expect(restoreCommands(ID, { ...GUARDED, s3Prefix }, GUARDED)).toEqual([update(json)]);
    expect(recreateCommands(ID, { ...PREVIOUS, trail: { ...GUARDED, s3Prefix } })[0]).toContain(json);
  },
);

test('values that the AWS CLI would read from elsewhere share one JSON, because it takes only one', () => {
  const was = { ...GUARDED, s3Prefix: 'file://a', snsTopicArn: 'https://b' };
  const json = `--cli-input-json '{"SnsTopicName":"https://b","S3KeyPrefix":"file://a"}'`;
  expect(restoreCommands(ID, was, { ...was, s3Prefix: '', snsTopicArn: '', s3Bucket: 'theirs' })).toEqual([
    update(`--s3-bucket-name trails ${json}`),
  ]);
});

test.each([
  ['-x', '{"S3KeyPrefix":"-x"}'],
  ['logs\u202etxt\n', String.raw`{"S3KeyPrefix":"logs\u202etxt\n"}`],
])('a prefix that is no literal for the AWS CLI, or that nobody can read, is in JSON: %j', (s3Prefix, json) => {
  expect(restoreCommands(ID, { ...GUARDED, s3Prefix }, GUARDED)).toEqual([update(`--cli-input-json '${json}'`)]);
});

test('settings that became stronger, and a removed delivery to CloudWatch Logs, have no command', () => {
  expect(restoreCommands(ID, BARE, GUARDED)).toEqual([]);
  expect(restoreCommands(ID, GUARDED, { ...GUARDED, logGroupArn: '', roleArn: '' })).toEqual([]);
});

test('the message of a run has the command for what else was removed, where the ledger knows it', () => {
  const assessed = { facts: factsWith({ trail: read(BARE) }), findings: [], scope: { scope: 'in' } } as const;
  const trace = { first: assessed, last: assessed, plan: EMPTY_PLAN, applied: [] };
  const record = trailRecord(HEADER, { ...trace, memory: { ...NO_MEMORY, posture: PREVIOUS } });
  expect(record.restore).toEqual(restoreCommands(ID, GUARDED, BARE));
  expect(messageFor(record).text).toContain(`(not applied by trailmend)\n  ${restoreCommands(ID, GUARDED, BARE)[0]}\n`);
  expect(trailRecord(HEADER, { ...trace, memory: NO_MEMORY })).not.toHaveProperty('restore');
  expect(trailRecord(HEADER, trace)).not.toHaveProperty('restore');
});

test('the message about a deleted trail has the commands that create it again', () => {
  const memory = { ...NO_MEMORY, posture: PREVIOUS };
  const deleted = recordOfCall({ eventName: 'DeleteTrail', tampering: 'deleted' }, memory);
  expect(deleted.restore).toEqual(recreateCommands(ID, PREVIOUS));
  expect(messageFor(deleted).text).toContain(
    'AWS CLI commands that create the trail again\n  aws cloudtrail create-trail',
  );
  expect(recordOfCall({ tampering: 'deleted' })).not.toHaveProperty('restore');
});
