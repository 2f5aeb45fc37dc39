import { type Stack, Validations } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FixedParameters } from './declare-parameters.ts';
import { ForwarderStack } from './forwarder-stack.ts';
import type { Regions } from './regions.ts';
import { TrailmendStack } from './trailmend-stack.ts';

export interface StacksProps {
  /** The bundled function: see `Remediator`. */
  readonly code: Code;
  /** Default: one stack, for any Region. */
  readonly regions?: Regions | undefined;
  /** Default: every setting is a CloudFormation parameter. */
  readonly parameters?: FixedParameters | undefined;
}

/**
 * Adds the stack of the hub, and one for each forwarder. The names of the stacks are a contract.
 * @returns the stack of the hub
 */
export function addStacks(scope: Construct, { code, regions, parameters = {} }: StacksProps): TrailmendStack {
  const { hub, forwarders = [] } = regions ?? {};
  const stack = new TrailmendStack(scope, 'Trailmend', {
    stackName: 'Trailmend',
    code,
    forwarders,
    parameters,
    ...(hub !== undefined && { env: { region: hub } }),
  });
  const others = forwarders.map((region) => {
    const stackName = `TrailmendForwarder-${region}`;
    return new ForwarderStack(scope, stackName, { stackName, place: { region, hub: stack.region }, parameters });
  });
  if (Object.keys(parameters).length > 0) [stack, ...others].forEach(acknowledgeConstantConditions);
  return stack;
}

function acknowledgeConstantConditions(stack: Stack): void {
  for (const rule of ['W1028', 'W8003']) {
    const reason = 'The app decides parameters, so that conditions on them are constant.';
    Validations.of(stack).acknowledge({ id: `CloudFormation-Validate::${rule}`, reason });
  }
}
