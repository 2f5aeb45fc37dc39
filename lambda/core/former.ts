import type { TrailId } from './arn.ts';
import { argument } from './commands.ts';
import type { Trail } from './facts.ts';

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
 * The AWS CLI commands that make a deleted trail again as it was. Its event selectors and tags are not among them.
 * Source: AWS CLI command reference, cloudtrail create-trail.
 */
export function makingAgain({ name, region }: TrailId, former: Trail): readonly string[] {
  const organization = former.isOrganizationTrail ? ['--is-organization-trail'] : [];
  const options = [...[...GUARDING, ...DELIVERING].map((option) => option(former)), ...organization];
  const create = ['aws cloudtrail create-trail', `--name ${name}`, ...options.filter(Boolean), `--region ${region}`];
  return [create.join(' '), `aws cloudtrail start-logging --name ${name} --region ${region}`];
}

/**
 * The AWS CLI commands that bring back what was taken from a trail since it was whole, one for each setting; none for what was made
 * stronger or set where there was nothing. A key that was taken away is named; one that was changed counts as taken.
 */
export function bringingBack({ arn, region }: TrailId, former: Trail, now: Trail): readonly string[] {
  return GUARDING.map((option) => [option(former), option(now)] as const)
    .filter(([was, is]) => was !== is && was !== '' && !was.startsWith('--no-'))
    .map(([was]) => `aws cloudtrail update-trail --name ${arn} ${was} --region ${region}`);
}
