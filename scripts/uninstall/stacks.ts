import { CloudFormationClient, paginateDescribeStacks, type Stack } from '@aws-sdk/client-cloudformation';
import { UserError } from '../../cli/errors.ts';
import { readPages } from '../../lambda/aws/read/fact.ts';
import { argument } from '../../lambda/core/commands/aws-cli.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';

/** A stack of trailmend. */
export interface FoundStack {
  readonly kind: 'hub' | 'forwarder';
  readonly name: string;
  /** Its ARN, with which CloudFormation finds it after its deletion, too. */
  readonly id: string;
  readonly region: string;
  /** Such as `CREATE_COMPLETE`. */
  readonly status: string;
  /** Against deletion. */
  readonly isProtected: boolean;
  /** Parameters, and outputs with other names: see `DeployedStack`. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The beginnings of the descriptions in infra/. A stack without outputs has one, too. */
const KINDS = { hub: /^trailmend: keeps /, forwarder: /^trailmend: forwards / };

/**
 * The stacks of trailmend in one Region, by the descriptions in their templates, because stack sets
 * and people give them other names.
 */
export function readStacks(region: string): Promise<Fact<readonly FoundStack[]>> {
  const client = new CloudFormationClient({ region });
  const pages = () => paginateDescribeStacks({ client }, {});
  return readPages('DescribeStacks', pages, ({ Stacks = [] }) => Stacks.flatMap((stack) => found(stack, region)));
}

function found(stack: Stack, region: string): FoundStack[] {
  const { Description = '', StackName: name = '', StackId: id = '', StackStatus: status = '' } = stack;
  const kind = (['hub', 'forwarder'] as const).find((one) => KINDS[one].test(Description));
  if (!kind) return [];
  const { EnableTerminationProtection: isProtected = false, Outputs = [], Parameters = [] } = stack;
  const settings = Object.fromEntries([
    ...Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    ...Parameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
  ]);
  return [{ kind, name, id, region, status, isProtected, settings }];
}

/**
 * Checks that every stack can be deleted.
 * @param region that of the hub, as the user said
 * @throws UserError that names the stack, and what to do first
 */
export function checkStacks(stacks: readonly FoundStack[], region: string): void {
  const hubs = stacks.filter(({ kind }) => kind === 'hub');
  const [elsewhere] = hubs;
  if (elsewhere && !hubs.some((hub) => hub.region === region)) {
    const where = `is in ${elsewhere.region}, and not in ${region}`;
    throw new UserError(`The stack ${elsewhere.name} of trailmend ${where}. Use --region ${elsewhere.region}.`);
  }
  for (const stack of stacks) checkStack(stack);
}

function checkStack({ name, region, status, isProtected }: FoundStack): void {
  const stack = `The stack ${name} in ${region}`;
  if (name.startsWith('StackSet-')) {
    throw new UserError(
      `${stack} belongs to a stack set. Delete its instance in the account of the stack set: docs/organization.md.`,
    );
  }
  const options = `--stack-name ${argument(name)} --region ${region}`;
  if (status === 'REVIEW_IN_PROGRESS') {
    throw new UserError(
      `${stack} waits for its first change set (${status}). Execute that, or delete the stack: aws cloudformation delete-stack ${options}`,
    );
  }
  if (status.endsWith('_IN_PROGRESS')) {
    throw new UserError(`${stack} is being changed (${status}). Wait until that ends, and try again.`);
  }
  if (isProtected) {
    const command = `aws cloudformation update-termination-protection --no-enable-termination-protection ${options}`;
    throw new UserError(`${stack} is protected. If it may go: ${command}`);
  }
}
