import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { readPages } from '../../lambda/aws/read/fact.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';

/** A resource of a stack. */
export interface StackResource {
  /** Such as `AWS::SQS::Queue`. */
  readonly type: string;
  /** As the template names it. */
  readonly logicalId: string;
  /** As the service names it: the URL of a queue, the name of an alarm. */
  readonly physicalId: string;
}

export function readStackResources(StackName: string, region: string): Promise<Fact<readonly StackResource[]>> {
  const client = new CloudFormationClient({ region });
  const pages = () => paginateListStackResources({ client }, { StackName });
  return readPages('ListStackResources', pages, ({ StackResourceSummaries = [] }) =>
    StackResourceSummaries.map(({ ResourceType = '', LogicalResourceId = '', PhysicalResourceId = '' }) => {
      return { type: ResourceType, logicalId: LogicalResourceId, physicalId: PhysicalResourceId };
    }),
  );
}
