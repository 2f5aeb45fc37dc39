import type { OwnSelectors } from '../model/event-selectors.ts';
import { visible } from '../model/foreign-text.ts';
import type { PostureParts } from '../model/posture.ts';
import { ACCEPT_TAG } from '../model/posture.ts';
import type { Trail } from '../model/trail.ts';
import type { TrailId } from '../model/trail-id.ts';
import { argument, cliOptions } from './aws-cli.ts';

/** An AWS CLI option of `create-trail` and `update-trail`, and the setting of the trail for it. */
type Option = readonly [name: string, setting: keyof Trail];

/** What an UpdateTrail can weaken, apart from the delivery to CloudWatch Logs. */
const PROTECTION: readonly Option[] = [
  ['is-multi-region-trail', 'isMultiRegion'],
  ['include-global-service-events', 'includesGlobalEvents'],
  ['enable-log-file-validation', 'logFileValidation'],
  ['kms-key-id', 'kmsKeyId'],
  ['sns-topic-name', 'snsTopicArn'],
  ['s3-bucket-name', 's3Bucket'],
  ['s3-key-prefix', 's3Prefix'],
  ['recursive-logging', 'recursiveLogging'],
];

const DELIVERY: readonly Option[] = [
  ['cloud-watch-logs-log-group-arn', 'logGroupArn'],
  ['cloud-watch-logs-role-arn', 'roleArn'],
];

/** The members of a call's input for the settings that the trail has. */
function inputFor(trail: Trail, options: readonly Option[]): Readonly<Record<string, string | boolean>> {
  return Object.fromEntries(
    options.flatMap(([name, setting]) => {
      const value = trail[setting];
      return value === undefined || value === '' ? [] : [[memberName(name), value]];
    }),
  );
}

/** The option `s3-bucket-name` has the member S3BucketName. */
function memberName(option: string): string {
  return option.replace(/(^|-)([a-z])/g, (_, _start, letter) => letter.toUpperCase());
}

/**
 * The AWS CLI commands that create a deleted trail again, as far as its settings are known.
 * Source: AWS CLI command reference, cloudtrail create-trail, put-event-selectors.
 */
export function recreateCommands(
  { name, region }: Pick<TrailId, 'name' | 'region'>,
  { trail, tags, recording }: PostureParts,
): readonly string[] {
  const selectors = recording?.own;
  const organization = trail.isOrganizationTrail ? ['--is-organization-trail'] : [];
  const settings = cliOptions(inputFor(trail, [...PROTECTION, ...DELIVERY])).filter(isNoDefault);
  const commands = [
    ['create-trail', `--name ${name}`, ...[...settings, ...organization, tagOption(tags)].filter(Boolean)],
    ...(selectors ? [['put-event-selectors', `--trail-name ${name}`, selectorOption(selectors)]] : []),
    ['start-logging', `--name ${name}`],
  ];
  return commands.map((words) => ['aws cloudtrail', ...words, `--region ${region}`].join(' '));
}

/** An AWS CLI that does not know the option creates trails with recursive logging too. */
function isNoDefault(option: string): boolean {
  return option !== '--recursive-logging';
}

/**
 * An acceptance concerns one change. AWS reserves the prefix `aws:` (AWS General Reference, "Tag
 * naming limits and requirements").
 */
function tagOption(tags: PostureParts['tags'] = {}): string {
  const own = Object.entries(tags).filter(([key]) => key !== ACCEPT_TAG && !key.startsWith('aws:'));
  return own.length > 0 ? `--tags-list ${argument(own.map(([Key, Value]) => ({ Key, Value })))}` : '';
}

function selectorOption({ kind, json }: OwnSelectors): string {
  return `--${kind === 'basic' ? '' : 'advanced-'}event-selectors ${argument(visible(json))}`;
}

/** All management events (CloudTrail API reference, PutEventSelectors: the default). */
const DEFAULT_SELECTORS: OwnSelectors = {
  kind: 'basic',
  json: '[{"ReadWriteType":"All","IncludeManagementEvents":true}]',
};

/** The AWS CLI command that restores the event selectors; none if they are not known. */
export function selectorCommands(
  { arn, region }: Pick<TrailId, 'arn' | 'region'>,
  { trail, recording }: PostureParts,
): readonly string[] {
  const selectors = recording?.own ?? (trail.hasCustomEventSelectors ? undefined : DEFAULT_SELECTORS);
  if (!selectors) return [];
  return [`aws cloudtrail put-event-selectors --trail-name ${arn} ${selectorOption(selectors)} --region ${region}`];
}

/** The settings that a deleted trail may have had and the commands do not restore. */
export function unknownSettings({ trail, tags, recording }: PostureParts): readonly string[] {
  return [
    ...(trail.hasCustomEventSelectors && !recording?.own ? ['its event selectors'] : []),
    ...(trail.hasInsightSelectors ? ['its Insights selectors'] : []),
    ...(tags ? [] : ['its tags']),
  ];
}

/**
 * The AWS CLI command that restores the settings that were removed or changed since the trail was
 * last healthy, in one call: CloudTrail validates them together. A setting that was added or made
 * stronger needs none.
 * @param isMoved whether the trail delivers to another log group, so that the command includes it
 */
export function restoreCommands(
  { arn, region }: Pick<TrailId, 'arn' | 'region'>,
  previous: Trail,
  now: Trail,
  isMoved = false,
): readonly string[] {
  const restorable = isMoved ? [...PROTECTION, ...DELIVERY] : PROTECTION;
  const weakened = restorable.filter(([, setting]) => previous[setting] && previous[setting] !== now[setting]);
  return weakened.length === 0
    ? []
    : [
        [
          'aws cloudtrail update-trail',
          `--name ${arn}`,
          ...cliOptions(inputFor(previous, weakened)),
          `--region ${region}`,
        ].join(' '),
      ];
}
