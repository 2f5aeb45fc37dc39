import { CfnCondition, type CfnElement, CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import type { ParameterValue } from './declare-parameters.ts';

/** A stack whose template is readable. */
export abstract class ReadableStack extends Stack {
  /**
   * Logical IDs are construct paths within the stack, without CDK's hash, so that they are the same
   * in every app. Synthesis fails if two resources get the same ID.
   */
  protected override allocateLogicalId(element: CfnElement): string {
    return (
      element.node.scopes
        .slice(this.node.scopes.length)
        // CDK ends the ID of such a permission with the path of the function in the app.
        .map(({ node }) => node.id.replace(/^(AllowEventRule).*$/, '$1'))
        .filter((part) => part !== 'Resource')
        .join('')
        .replace(/[^A-Za-z0-9]/g, '')
    );
  }

  /** A condition that is true when the parameter is not empty. */
  protected isSet(id: string, parameter: ParameterValue): CfnCondition {
    return new CfnCondition(this, id, { expression: Fn.conditionNot(Fn.conditionEquals(parameter.valueAsString, '')) });
  }

  /** A condition that is true when the parameter has this value. */
  protected equals(id: string, parameter: ParameterValue, value: string): CfnCondition {
    return new CfnCondition(this, id, { expression: Fn.conditionEquals(parameter.valueAsString, value) });
  }

  protected addOutput(id: string, value: string, description: string): CfnOutput {
    return new CfnOutput(this, id, { value, description });
  }
}
