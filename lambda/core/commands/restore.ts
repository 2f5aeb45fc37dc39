import type { OwnSelectors, Trail } from '../model/facts.ts';
import type { PreviousConfiguration } from '../model/memory.ts';
import type { TrailId } from '../model/trail-id.ts';
import { argument } from './aws-cli.ts';

/** A setting of a trail as the AWS CLI says it; `create-trail` and `update-trail` have the same options. */
type Option = (trail: Trail) => string;

const flag =
  (name: string, isOn: (trail: Trail) => boolean): Option =>
  (trail) =>
    isOn(trail) ? `--${name}` : `--no-${name}`;
const value =
  (name: string, of: (trail: Trail) => string): Option =>
  (trail) =>
    of(trail) === '' ? '' : `--${name} ${argument(of(trail))}`;

/** What one UpdateTrail can weaken beside the delivery to CloudWatch Logs. */
const GUARDING: readonly Option[] = [
  flag('is-multi-region-trail', ({ isMultiRegion }) => isMultiRegion),
  flag('include-global-service-events', ({ includesGlobalEvents }) => includesGlobalEvents),
  flag('enable-log-file-validation', ({ logFileValidation }) => logFileValidation),
  value('kms-key-id', ({ kmsKeyId }) => kmsKeyId),
  value('sns-topic-name', ({ snsTopicArn }) => snsTopicArn),
  value('s3-bucket-name', ({ s3Bucket }) => s3Bucket),
  value('s3-key-prefix', ({ s3Prefix }) => s3Prefix),
];

const DELIVERING: readonly Option[] = [
  value('cloud-watch-logs-log-group-arn', ({ logGroupArn }) => logGroupArn),
  value('cloud-watch-logs-role-arn', ({ roleArn }) => roleArn),
];

/**
 * The AWS CLI commands that make a deleted trail again as it was, as far as it is known.
 * Source: AWS CLI command reference, cloudtrail create-trail, put-event-selectors.
 */
export function recreateCommands(
  { name, region }: Pick<TrailId, 'name' | 'region'>,
  { trail, tags, selectors }: PreviousConfiguration,
): readonly string[] {
  const organization = trail.isOrganizationTrail ? ['--is-organization-trail'] : [];
  const options = [...[...GUARDING, ...DELIVERING].map((option) => option(trail)), ...organization, tagging(tags)];
  const commands = [
    ['create-trail', `--name ${name}`, ...options.filter(Boolean)],
    ...(selectors ? [['put-event-selectors', `--trail-name ${name}`, selecting(selectors)]] : []),
    ['start-logging', `--name ${name}`],
  ];
  return commands.map((words) => ['aws cloudtrail', ...words, `--region ${region}`].join(' '));
}

/** Tags that begin with `aws:` are AWS's own, and nobody else can set them. Source: AWS General Reference, "Tag naming limits and requirements". */
function tagging(tags: PreviousConfiguration['tags'] = {}): string {
  const own = Object.entries(tags).filter(([key]) => !key.startsWith('aws:'));
  return own.length > 0 ? `--tags-list ${argument(own.map(([Key, Value]) => ({ Key, Value })))}` : '';
}

function selecting({ kind, json }: OwnSelectors): string {
  return `--${kind === 'basic' ? '' : 'advanced-'}event-selectors ${argument(json)}`;
}

/** What the deleted trail had, or may have had, and the commands do not bring back. */
export function unknownSettings({ trail, tags, selectors }: PreviousConfiguration): readonly string[] {
  return [
    ...(trail.hasCustomEventSelectors && !selectors ? ['its event selectors'] : []),
    ...(trail.hasInsightSelectors ? ['its Insights selectors'] : []),
    ...(tags ? [] : ['its tags']),
  ];
}

/**
 * The AWS CLI commands that bring back what was taken from a trail since it was whole, one for each setting; none for what was made
 * stronger or set where there was nothing. A key that was taken away is named; one that was changed counts as taken.
 */
export function restoreCommands(
  { arn, region }: Pick<TrailId, 'arn' | 'region'>,
  previous: Trail,
  now: Trail,
): readonly string[] {
  return GUARDING.map((option) => [option(previous), option(now)] as const)
    .filter(([was, is]) => was !== is && was !== '' && !was.startsWith('--no-'))
    .map(([was]) => `aws cloudtrail update-trail --name ${arn} ${was} --region ${region}`);
}
