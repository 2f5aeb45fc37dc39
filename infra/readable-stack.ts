import { CfnCondition, type CfnElement, CfnOutput, type CfnParameter, Fn, Stack } from 'aws-cdk-lib';

/** A stack whose template people can read. */
export abstract class ReadableStack extends Stack {
  /** Logical ids as people read them: the path without CDK's hash. Two resources of one name fail the synthesis. */
  protected override allocateLogicalId(element: CfnElement): string {
    const [, ...path] = element.node.path.split('/');
    return path
      .filter((part) => part !== 'Resource')
      .join('')
      .replace(/[^A-Za-z0-9]/g, '');
  }

  /** Holds where a parameter is not empty. */
  protected given(id: string, parameter: CfnParameter): CfnCondition {
    return new CfnCondition(this, id, { expression: Fn.conditionNot(Fn.conditionEquals(parameter.valueAsString, '')) });
  }

  /** Holds where a parameter has this value. */
  protected chosen(id: string, parameter: CfnParameter, value: string): CfnCondition {
    return new CfnCondition(this, id, { expression: Fn.conditionEquals(parameter.valueAsString, value) });
  }

  protected output(id: string, value: string, description: string): CfnOutput {
    return new CfnOutput(this, id, { value, description });
  }
}
