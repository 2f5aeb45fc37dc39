import { clientExports } from '../../local/client-exports.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { table } from './table.ts';

/** How to deploy trailmend to the user's own account. */
export function deployLines(): readonly string[] {
  return [
    ...table([
      ['template', 'npm run template'],
      [
        'report only',
        'create a stack of dist/trailmend.template.json in the CloudFormation console, with Mode dry-run',
      ],
      ['repair', 'update the stack, with Mode fix'],
    ]),
    '',
    'Use the home Region of your trails. README.md explains the rest, and `npx cdk deploy`.',
  ];
}

/** How to use the local AWS with the AWS CLI. */
export function localAwsLines(
  aws: Pick<LocalAws, 'endpoint' | 'region'>,
  commands: readonly string[],
): readonly string[] {
  return [`endpoint ${aws.endpoint}`, '', ...clientExports(aws), ...commands];
}
