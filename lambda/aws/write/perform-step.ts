import { StartLoggingCommand, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import {
  CreateLogGroupCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Perform } from '../../app/ports.ts';
import type { Step } from '../../core/model/step.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';

interface Output {
  readonly $metadata: { readonly requestId?: string | undefined };
}

/**
 * One step, one call, with exactly the step's input.
 * @param region the trail's home region: only there does CloudTrail accept changes, and its log group has to be there
 */
export function performer(clients: Clients, region: string): Perform {
  return async (step) => {
    const answer = await callAws(step.operation, () => send(clients, region, step));
    if (!answer.ok) return { done: false, error: answer.error };
    const { requestId } = answer.value.$metadata;
    return { done: true, ...(requestId && { requestId }) };
  };
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
