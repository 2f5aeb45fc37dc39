import type { PreviousConfiguration } from '../model/memory.ts';
import type { OwnSelectors, Trail } from '../model/resources.ts';
import type { TrailId } from '../model/trail-id.ts';
import { argument } from './aws-cli.ts';

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
];

const DELIVERY: readonly Option[] = [
  ['cloud-watch-logs-log-group-arn', 'logGroupArn'],
  ['cloud-watch-logs-role-arn', 'roleArn'],
];

/** The option for a setting; empty for a text that is not set. */
function optionOf(trail: Trail, [name, setting]: Option): string {
  const value = trail[setting];
  if (typeof value === 'boolean') return value ? `--${name}` : `--no-${name}`;
  return value ? `--${name} ${argument(value)}` : '';
}

/**
 * The AWS CLI commands that create a deleted trail again, as far as its settings are known.
 * Source: AWS CLI command reference, cloudtrail create-trail, put-event-selectors.
 */
export function recreateCommands(
  { name, region }: Pick<TrailId, 'name' | 'region'>,
  { trail, tags, selectors }: PreviousConfiguration,
): readonly string[] {
  const organization = trail.isOrganizationTrail ? ['--is-organization-trail'] : [];
  const settings = [...PROTECTION, ...DELIVERY].map((option) => optionOf(trail, option));
  const commands = [
    ['create-trail', `--name ${name}`, ...[...settings, ...organization, tagOption(tags)].filter(Boolean)],
    ...(selectors ? [['put-event-selectors', `--trail-name ${name}`, selectorOption(selectors)]] : []),
    ['start-logging', `--name ${name}`],
  ];
  return commands.map((words) => ['aws cloudtrail', ...words, `--region ${region}`].join(' '));
}

/** AWS reserves the prefix `aws:` (AWS General Reference, "Tag naming limits and requirements"). */
function tagOption(tags: PreviousConfiguration['tags'] = {}): string {
  const own = Object.entries(tags).filter(([key]) => !key.startsWith('aws:'));
  return own.length > 0 ? `--tags-list ${argument(own.map(([Key, Value]) => ({ Key, Value })))}` : '';
}

function selectorOption({ kind, json }: OwnSelectors): string {
  return `--${kind === 'basic' ? '' : 'advanced-'}event-selectors ${argument(json)}`;
}

/** The settings that a deleted trail may have had and the commands do not restore. */
export function unknownSettings({ trail, tags, selectors }: PreviousConfiguration): readonly string[] {
  return [
    ...(trail.hasCustomEventSelectors && !selectors ? ['its event selectors'] : []),
    ...(trail.hasInsightSelectors ? ['its Insights selectors'] : []),
    ...(tags ? [] : ['its tags']),
  ];
}

/**
 * The AWS CLI commands that restore the settings that were removed or changed since the trail was
 * last healthy, one for each setting. A setting that was added or made stronger needs none.
 */
export function restoreCommands(
  { arn, region }: Pick<TrailId, 'arn' | 'region'>,
  previous: Trail,
  now: Trail,
): readonly string[] {
  return PROTECTION.map((option) => [optionOf(previous, option), optionOf(now, option)] as const)
    .filter(([was, is]) => was !== is && was !== '' && !was.startsWith('--no-'))
    .map(([was]) => `aws cloudtrail update-trail --name ${arn} ${was} --region ${region}`);
}
