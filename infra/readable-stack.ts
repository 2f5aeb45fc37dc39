import { CfnCondition, type CfnElement, CfnOutput, type CfnParameter, Fn, Stack } from 'aws-cdk-lib';

/** A stack whose template is readable. */
export abstract class ReadableStack extends Stack {
  /**
   * Logical IDs are construct paths without CDK's hash. Synthesis fails if two resources get the
   * same ID.
   */
  protected override allocateLogicalId(element: CfnElement): string {
    const [, ...path] = element.node.path.split('/');
    return path
      .filter((part) => part !== 'Resource')
      .join('')
      .replace(/[^A-Za-z0-9]/g, '');
  }

  /** A condition that is true when the parameter is not empty. */
  protected isSet(id: string, parameter: CfnParameter): CfnCondition {
    return new CfnCondition(this, id, { expression: Fn.conditionNot(Fn.conditionEquals(parameter.valueAsString, '')) });
  }

  /** A condition that is true when the parameter has this value. */
  protected equals(id: string, parameter: CfnParameter, value: string): CfnCondition {
    return new CfnCondition(this, id, { expression: Fn.conditionEquals(parameter.valueAsString, value) });
  }

  protected addOutput(id: string, value: string, description: string): CfnOutput {
    return new CfnOutput(this, id, { value, description });
  }
}
