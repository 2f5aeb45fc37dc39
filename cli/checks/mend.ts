import { cliOptions } from '../../lambda/core/commands/aws-cli.ts';

/**
 * An AWS CLI command, quoted for a POSIX shell.
 * @param command such as `iam put-user-policy`
 * @param input the input of the call, in AWS's names
 */
export function awsCommand(command: string, input: Readonly<Record<string, unknown>>, region?: string): string {
  return ['aws', command, ...cliOptions(input), ...(region === undefined ? [] : [`--region ${region}`])].join(' ');
}

/**
 * The deployment that gives the resources of every stack of trailmend back what their templates
 * say. CloudFormation alone does not notice what others changed.
 */
export function revertDrift(hub: string, forwarders: readonly string[]): string {
  const regions = forwarders.length > 0 ? ` -c regions=${[hub, ...forwarders].join(',')}` : '';
  return `npx cdk deploy --all${regions} --revert-drift`;
}
