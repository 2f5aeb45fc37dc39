import { type CfnElement, CfnOutput, Stack } from 'aws-cdk-lib';

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

  protected output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
