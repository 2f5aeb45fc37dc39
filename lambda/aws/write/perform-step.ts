import { StartLoggingCommand, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import {
  CreateLogGroupCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { AwsResult } from '../../core/model/aws-result.ts';
import { succeeded } from '../../core/model/result.ts';
import type { Step } from '../../core/model/step.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';

interface Output {
  readonly $metadata: { readonly requestId?: string | undefined };
}

/** @param region the home Region of the trail: CloudTrail accepts changes only there */
export async function performStep(
  clients: Clients,
  step: Step,
  region: string,
): Promise<AwsResult<{ readonly requestId?: string }>> {
  const result = await callAws(step.operation, () => send(clients, region, step));
  if (!result.ok) return result;
  const { requestId } = result.value.$metadata;
  return succeeded(requestId === undefined ? {} : { requestId });
}

function send(clients: Clients, region: string, { operation, input }: Step): Promise<Output> {
  switch (operation) {
    case 'StartLogging':
      return clients.cloudTrail(region).send(new StartLoggingCommand(input));
    case 'UpdateTrail':
      return clients.cloudTrail(region).send(new UpdateTrailCommand(input));
    case 'CreateLogGroup':
      return clients.logs(region).send(new CreateLogGroupCommand({ ...input, tags: { ...input.tags } }));
    case 'PutRetentionPolicy':
      return clients.logs(region).send(new PutRetentionPolicyCommand(input));
    case 'PutMetricFilter':
      return clients
        .logs(region)
        .send(new PutMetricFilterCommand({ ...input, metricTransformations: [...input.metricTransformations] }));
    case 'CreateRole':
      return clients.iam().send(new CreateRoleCommand({ ...input, Tags: [...input.Tags] }));
    case 'PutRolePolicy':
      return clients.iam().send(new PutRolePolicyCommand(input));
  }
}
