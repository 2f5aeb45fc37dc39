import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CloudFormationClient, CreateStackCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import { deploy, type StackOutputs } from '../../local/deploy.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { synthesized } from '../infra/synthesis.ts';
import { WAIT_LIMIT_MS } from './wait-limit.ts';

/**
 * Deploys the stack `Trailmend` alone, from the app that this run of the tests synthesized once,
 * because a synthesis takes seconds.
 * @param parameters see `deploy`
 */
export async function deployStack(aws: LocalAws, parameters: Readonly<Record<string, string>>): Promise<StackOutputs> {
  return deploy(aws, parameters, { assembly: (await synthesized()).alone.assembly });
}

const BOOTSTRAP_TEMPLATE = fileURLToPath(
  new URL('../../node_modules/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml', import.meta.url),
);

/** Creates the stack of `cdk bootstrap` without the CDK CLI, which takes seconds longer. */
export async function bootstrapAccount({ endpoint, region }: LocalAws): Promise<void> {
  const client = new CloudFormationClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const StackName = 'CDKToolkit';
  const TemplateBody = await readFile(BOOTSTRAP_TEMPLATE, 'utf8');
  await client.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] }));
  const often = { minDelay: 1, maxDelay: 1, maxWaitTime: WAIT_LIMIT_MS / 1000 };
  await waitUntilStackCreateComplete({ client, ...often }, { StackName });
  client.destroy();
}
