import type { PreviousConfiguration } from '../model/memory.ts';
import type { OwnSelectors, Trail } from '../model/resources.ts';
import type { TrailId } from '../model/trail-id.ts';
import { argument } from './aws-cli.ts';

/** A setting as an AWS CLI option; `create-trail` and `update-trail` have the same options. */
type Option = (trail: Trail) => string;

const flag =
  (name: string, isOn: (trail: Trail) => boolean): Option =>
  (trail) =>
    isOn(trail) ? `--${name}` : `--no-${name}`;
const value =
  (name: string, of: (trail: Trail) => string): Option =>
  (trail) =>
    of(trail) === '' ? '' : `--${name} ${argument(of(trail))}`;

/** What an UpdateTrail can weaken, apart from the delivery to CloudWatch Logs. */
const PROTECTION: readonly Option[] = [
  flag('is-multi-region-trail', ({ isMultiRegion }) => isMultiRegion),
  flag('include-global-service-events', ({ includesGlobalEvents }) => includesGlobalEvents),
  flag('enable-log-file-validation', ({ logFileValidation }) => logFileValidation),
  value('kms-key-id', ({ kmsKeyId }) => kmsKeyId),
  value('sns-topic-name', ({ snsTopicArn }) => snsTopicArn),
  value('s3-bucket-name', ({ s3Bucket }) => s3Bucket),
  value('s3-key-prefix', ({ s3Prefix }) => s3Prefix),
];

const DELIVERY: readonly Option[] = [
  value('cloud-watch-logs-log-group-arn', ({ logGroupArn }) => logGroupArn),
  value('cloud-watch-logs-role-arn', ({ roleArn }) => roleArn),
];

/**
 * The AWS CLI commands that create a deleted trail again, as far as its settings are known.
 * Source: AWS CLI command reference, cloudtrail create-trail, put-event-selectors.
 */
export function recreateCommands(
  { name, region }: Pick<TrailId, 'name' | 'region'>,
  { trail, tags, selectors }: PreviousConfiguration,
): readonly string[] {
  const organization = trail.isOrganizationTrail ? ['--is-organization-trail'] : [];
  const options = [...[...PROTECTION, ...DELIVERY].map((option) => option(trail)), ...organization, tagOption(tags)];
  const commands = [
    ['create-trail', `--name ${name}`, ...options.filter(Boolean)],
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
  return PROTECTION.map((option) => [option(previous), option(now)] as const)
    .filter(([was, is]) => was !== is && was !== '' && !was.startsWith('--no-'))
    .map(([was]) => `aws cloudtrail update-trail --name ${arn} ${was} --region ${region}`);
}
