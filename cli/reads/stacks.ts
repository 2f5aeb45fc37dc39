import { CloudFormationClient, paginateDescribeStacks, type Stack } from '@aws-sdk/client-cloudformation';
import { readPages } from '../../lambda/aws/read/fact.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';

/** What a stack says of itself. */
export interface StackValues {
  /** By name, such as `FunctionName`: see infra/trailmend-stack.ts. */
  readonly outputs: Readonly<Record<string, string>>;
  /** By name, such as `Mode`: see infra/parameters.ts. Those that a CDK app decides are outputs. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A stack of trailmend. */
export interface ListedStack extends StackValues {
  readonly kind: 'hub' | 'forwarder';
  readonly name: string;
  /** Its ARN, with which CloudFormation finds it after its deletion, too. */
  readonly id: string;
  readonly region: string;
  /** Such as `CREATE_COMPLETE`. */
  readonly status: string;
  /** Against deletion. */
  readonly isProtected: boolean;
}

/** The beginnings of the descriptions in infra/. A stack without outputs has one, too. */
const KINDS = { hub: /^trailmend: keeps /, forwarder: /^trailmend: forwards / };

/**
 * The stacks of trailmend in one Region, by the descriptions in their templates, because stack sets
 * and people give them other names.
 */
export function readStacks(region: string): Promise<Fact<readonly ListedStack[]>> {
  const client = new CloudFormationClient({ region });
  const pages = () => paginateDescribeStacks({ client }, {});
  return readPages('DescribeStacks', pages, ({ Stacks = [] }) => Stacks.flatMap((stack) => listed(stack, region)));
}

function listed(stack: Stack, region: string): ListedStack[] {
  const { Description = '', StackName: name = '', StackId: id = '', StackStatus: status = '' } = stack;
  const kind = (['hub', 'forwarder'] as const).find((one) => KINDS[one].test(Description));
  if (!kind) return [];
  const { EnableTerminationProtection: isProtected = false } = stack;
  return [{ kind, name, id, region, status, isProtected, ...stackValues(stack) }];
}

export function stackValues({ Outputs = [], Parameters = [] }: Stack): StackValues {
  const outputs = Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  const parameters = Object.fromEntries(
    Parameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
  );
  return { outputs, parameters: { ...outputs, ...parameters } };
}
