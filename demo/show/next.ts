import type { LocalAws } from '../../local/local-aws.ts';
import { table } from './table.ts';

/** What to type to have the same in an account of one's own. */
export function nextLines(): readonly string[] {
  return [
    ...table([
      ['once', 'npx cdk bootstrap'],
      ['tell', 'npx cdk deploy --parameters Mode=dry-run --parameters NotificationEmail=you@example.com'],
      ['repair', 'npx cdk deploy --parameters Mode=fix'],
    ]),
    '',
    'Credentials as the AWS CLI takes them, the home region of your trails; README.md has the rest.',
  ];
}

/** How to look around in the local AWS. */
export function keepLines(
  { endpoint, region }: Pick<LocalAws, 'endpoint' | 'region'>,
  commands: readonly string[],
): readonly string[] {
  return [
    `endpoint ${endpoint}`,
    '',
    `export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=${region}`,
    'export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test',
    ...commands,
  ];
}
