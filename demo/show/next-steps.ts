import { clientExports } from '../../local/client-exports.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { table } from './table.ts';

/** The commands that deploy trailmend to the user's own account. */
export function deployLines(): readonly string[] {
  return [
    ...table([
      ['once', 'npx cdk bootstrap aws://ACCOUNT/REGION'],
      ['report only', 'npx cdk deploy --parameters Mode=dry-run --parameters NotificationEmail=you@example.com'],
      ['repair', 'npx cdk deploy --parameters Mode=fix'],
    ]),
    '',
    'Use the credentials of the AWS CLI and the home Region of your trails. README.md explains the rest.',
  ];
}

/** How to use the local AWS with the AWS CLI. */
export function localAwsLines(
  aws: Pick<LocalAws, 'endpoint' | 'region'>,
  commands: readonly string[],
): readonly string[] {
  return [`endpoint ${aws.endpoint}`, '', ...clientExports(aws), ...commands];
}
