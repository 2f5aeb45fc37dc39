import {
  AddTagsCommand,
  type AdvancedFieldSelector,
  DeleteTrailCommand,
  type EventSelector,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
  type UpdateTrailCommandInput,
} from '@aws-sdk/client-cloudtrail';
import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { blank } from '../../blank.ts';
import { describeTrail } from '../../describe.ts';
import { bucketPolicy } from '../../policies.ts';
import type { AwsSession } from '../../sessions.ts';
import { bucketNameOf, makeBucket, makeIntegration, trailArnOf } from '../../trails.ts';
import type { Deed, Deeds } from '../deed.ts';
import { letDaysPass } from '../ledger-age.ts';
import { BY_EVENT, BY_SWEEP } from '../reported.ts';
import type { Scene } from '../scene.ts';
import { groupFlaw, makeKnownTrail, makeParkedTrail } from '../trails.ts';

const power = 'cloudtrail';

const select =
  (selector: EventSelector): Deed['act'] =>
  ({ attacker }, TrailName) =>
    attacker.cloudTrail.send(new PutEventSelectorsCommand({ TrailName, EventSelectors: [selector] }));

const selectAdvanced =
  (...FieldSelectors: AdvancedFieldSelector[]): Deed['act'] =>
  ({ attacker }, TrailName) =>
    attacker.cloudTrail.send(
      new PutEventSelectorsCommand({ TrailName, AdvancedEventSelectors: [{ Name: 'audit', FieldSelectors }] }),
    );

const update = ({ cloudTrail }: AwsSession, Name: string, settings: Omit<UpdateTrailCommandInput, 'Name'>) =>
  cloudTrail.send(new UpdateTrailCommand({ Name, ...settings }));

const updated =
  (settings: Omit<UpdateTrailCommandInput, 'Name'>): Deed['act'] =>
  ({ attacker }, trail) =>
    update(attacker, trail, settings);

/** The attacker's log group and role, which CloudTrail accepts. */
async function moveToOwnGroup({ attacker }: Scene, trail: string): Promise<void> {
  const { logGroupArn, roleArn } = await makeIntegration(attacker, `mallory-${trail}`);
  await update(attacker, trail, { CloudWatchLogsLogGroupArn: logGroupArn, CloudWatchLogsRoleArn: roleArn });
}

const NARROWED = /recording-narrowed/;

/** What a trail records. */
export const selectorDeeds: Deeds = {
  'no-management': {
    power,
    title: 'PutEventSelectors: no management events',
    expected: NARROWED,
    reported: BY_EVENT,
    act: select({
      IncludeManagementEvents: false,
      DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::nothing/'] }],
    }),
  },
  'read-only': {
    power,
    title: 'PutEventSelectors: only events that read',
    expected: NARROWED,
    reported: BY_EVENT,
    act: select({ IncludeManagementEvents: true, ReadWriteType: 'ReadOnly' }),
  },
  'without-kms': {
    power,
    title: 'PutEventSelectors: without the events of AWS KMS',
    expected: NARROWED,
    reported: BY_EVENT,
    act: select({ IncludeManagementEvents: true, ExcludeManagementEventSources: ['kms.amazonaws.com'] }),
  },
  'advanced-read-only': {
    power,
    title: 'PutEventSelectors: advanced selector readOnly = true',
    expected: NARROWED,
    reported: BY_EVENT,
    act: selectAdvanced({ Field: 'eventCategory', Equals: ['Management'] }, { Field: 'readOnly', Equals: ['true'] }),
  },
  'matches-nothing': {
    power,
    title: 'PutEventSelectors: a selector that matches nothing',
    expected: NARROWED,
    reported: BY_EVENT,
    act: selectAdvanced(
      { Field: 'eventCategory', Equals: ['Management'] },
      { Field: 'eventSource', Equals: ['nothing.amazonaws.com'] },
    ),
  },
};

/** The other settings of a trail. */
export const settingDeeds: Deeds = {
  'one-region': {
    power,
    title: 'UpdateTrail: a single Region',
    expected: /coverage-narrowed/,
    reported: BY_EVENT,
    act: updated({ IsMultiRegionTrail: false }),
  },
  'no-global-events': {
    power,
    title: 'UpdateTrail: a single Region, no global service events',
    expected: /coverage-narrowed/,
    reported: BY_EVENT,
    act: updated({ IsMultiRegionTrail: false, IncludeGlobalServiceEvents: false }),
  },
  'no-validation': {
    power,
    title: 'UpdateTrail: no log file validation',
    expected: /validation-off/,
    reported: BY_EVENT,
    act: updated({ EnableLogFileValidation: false }),
  },
  'other-bucket': {
    power,
    title: 'UpdateTrail: another bucket',
    expected: /bucket-changed/,
    reported: BY_EVENT,
    async act({ attacker }, trail) {
      // Its policy names the trail, so CloudTrail accepts it.
      await makeBucket(attacker, trail, undefined, `mallory-${trail}`);
      await update(attacker, trail, { S3BucketName: `mallory-${trail}` });
    },
  },
  'other-prefix': {
    power,
    title: 'UpdateTrail: another prefix in the bucket',
    expected: /bucket-changed/,
    reported: BY_EVENT,
    async act({ attacker }, trail) {
      const Bucket = bucketNameOf(attacker, trail);
      const policy = bucketPolicy(attacker.account, Bucket, trailArnOf(attacker, trail));
      const Policy = policy.replace('/AWSLogs/', '/*AWSLogs/');
      await attacker.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
      await update(attacker, trail, { S3KeyPrefix: 'elsewhere' });
    },
  },
  'no-key': {
    power,
    title: 'UpdateTrail: no KMS key',
    expected: /key-changed/,
    reported: BY_EVENT,
    async trail(scene, trail) {
      await makeKnownTrail(scene, trail);
      const { KeyMetadata } = (await scene.kms('CreateKey', { Policy: keyPolicy(scene) })) as CreatedKey;
      await update(scene.administrator, trail, { KmsKeyId: KeyMetadata.Arn });
    },
    act: updated({ KmsKeyId: '' }),
  },
};

interface CreatedKey {
  readonly KeyMetadata: { readonly Arn: string };
}

function keyPolicy({ aws }: Scene): string {
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  const owner = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${aws.account}:root` } };
  const Statement = [
    { Effect: 'Allow', Principal, Action: ['kms:GenerateDataKey*', 'kms:DescribeKey'], Resource: '*' },
    { ...owner, Action: 'kms:*', Resource: '*' },
  ];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

/** Where a trail delivers, and whether it records. */
export const targetDeeds: Deeds = {
  'other-role': {
    power,
    title: 'UpdateTrail: another role for the same log group',
    expected: /role-changed/,
    reported: BY_EVENT,
    async act({ attacker }, trail) {
      const { logGroupArn, roleArn } = await makeIntegration(attacker, `mallory-${trail}`, `/aws/cloudtrail/${trail}`);
      await update(attacker, trail, { CloudWatchLogsLogGroupArn: logGroupArn, CloudWatchLogsRoleArn: roleArn });
    },
  },
  'other-group': {
    power,
    title: 'UpdateTrail: another usable log group',
    expected: /target-changed/,
    reported: BY_EVENT,
    act: moveToOwnGroup,
  },
  'other-group-blanked': {
    power,
    title: 'UpdateTrail: another usable log group, then none',
    expected: /log-group-not-set/,
    // Each of the two calls has its event.
    reported: { ...BY_EVENT, messages: 2 },
    async act(scene, trail) {
      await moveToOwnGroup(scene, trail);
      await blank(scene.attacker, trail);
    },
    flaw: (scene, trail, notices) => groupFlaw(scene, trail, notices),
  },
  'weakened-deleted': {
    power,
    title: 'UpdateTrail: a single Region, no validation; then DeleteTrail',
    expected: /deletion of/,
    reported: BY_EVENT,
    async act({ attacker }, trail) {
      await update(attacker, trail, { IsMultiRegionTrail: false, EnableLogFileValidation: false });
      await attacker.cloudTrail.send(new DeleteTrailCommand({ Name: trail }));
    },
    flaw: async (_scene, _trail, notices) =>
      notices.some(({ text }) => /--is-multi-region-trail[\s\S]*--enable-log-file-validation/.test(text))
        ? undefined
        : 'the commands rebuild the weakened trail',
  },
  'stop-start': {
    power,
    title: 'StopLogging and StartLogging, without events',
    expected: /logging-gap/,
    reported: BY_SWEEP,
    isUnseen: true,
    async act({ attacker }, Name) {
      await attacker.cloudTrail.send(new StopLoggingCommand({ Name }));
      await attacker.cloudTrail.send(new StartLoggingCommand({ Name }));
    },
  },
  'deleted-unseen': {
    power,
    title: 'DeleteTrail, without an event',
    expected: /trail-deleted|create-trail/,
    reported: BY_SWEEP,
    isUnseen: true,
    act: ({ attacker }, Name) => attacker.cloudTrail.send(new DeleteTrailCommand({ Name })),
  },
  'excluded-unseen': {
    power,
    title: 'Tag trailmend:exclude, without an event',
    expected: /exclu/i,
    reported: BY_SWEEP,
    isUnseen: true,
    act: exclude,
  },
  'excluded-broken': {
    power,
    title: 'Tag trailmend:exclude, then no log group; a week later',
    expected: /log-group-not-set|CloudWatch Logs/,
    reported: BY_SWEEP,
    async before(scene, trail) {
      await exclude(scene, trail);
      await blank(scene.attacker, trail);
    },
    act: (scene, trail) => letDaysPass(scene, trail, 8),
  },
  parked: {
    power,
    title: 'StopLogging on a trail that its owner never started',
    expected: /StopLogging|not-logging/,
    reported: BY_EVENT,
    trail: makeParkedTrail,
    act: ({ attacker }, Name) => attacker.cloudTrail.send(new StopLoggingCommand({ Name })),
    flaw: async ({ administrator }, trail) =>
      (await describeTrail(administrator, trail)).isLogging ? 'trailmend started the trail' : undefined,
  },
};

function exclude({ attacker }: Scene, trail: string) {
  const TagsList = [{ Key: 'trailmend:exclude', Value: 'true' }];
  return attacker.cloudTrail.send(new AddTagsCommand({ ResourceId: trailArnOf(attacker, trail), TagsList }));
}
