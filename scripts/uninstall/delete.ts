import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  type IAMClient,
  paginateListAttachedRolePolicies,
  paginateListPolicyVersions,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import { UserError } from '../../cli/errors.ts';
import type { ListedStack } from '../../cli/reads/stacks.ts';
import type { Terminal } from '../../cli/terminal.ts';
import { callAws } from '../../lambda/aws/call.ts';
import { formatAwsError, hasCode } from '../../lambda/core/model/aws-result.ts';
import { foreign } from '../../lambda/core/model/foreign-text.ts';
import type { Account } from './account.ts';
import { readHolders, readTargets } from './installed.ts';
import type { PlannedResource, Resource } from './plan.ts';

/** CloudFormation deletes a stack of trailmend within minutes. */
const MOST_SECONDS = 3600;

/**
 * Deletes what a plan deletes, in its order: first the stacks, so that no function gives a trail a
 * role that is about to be deleted.
 * @returns whether everything was deleted; the terminal says what was not
 * @throws UserError, or AWS's error, if a stack is not deleted: nothing after it is deleted, either
 */
export async function deletePlanned(
  plan: readonly PlannedResource[],
  account: Account,
  terminal: Terminal,
): Promise<boolean> {
  const resources = plan.flatMap(({ action, resource }) => (action === 'DELETE' ? resource : []));
  const stacks = resources.filter((resource) => resource.kind === 'stack');
  for (const { stack } of stacks) {
    terminal.progress(`Deleting the stack ${stack.name} in ${stack.region} …`);
    await deleteStack(stack);
    terminal.write(`deleted  stack ${stack.name} in ${stack.region}\n`);
  }
  let isComplete = true;
  for (const resource of resources) {
    if (resource.kind === 'stack') continue;
    const problem = await deleteRetained(resource, account);
    if (problem === undefined) terminal.write(`deleted  ${resource.kind} ${resource.name}\n`);
    else terminal.note(`The ${resource.kind} ${resource.name} stays: ${problem}`);
    isComplete &&= problem === undefined;
  }
  return isComplete;
}

async function deleteStack({ name, id, region }: ListedStack): Promise<void> {
  const client = new CloudFormationClient({ region });
  await client.send(new DeleteStackCommand({ StackName: id }));
  try {
    await waitUntilStackDeleteComplete(
      { client, minDelay: 1, maxDelay: 10, maxWaitTime: MOST_SECONDS },
      { StackName: id },
    );
  } catch {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: id }));
    const { StackStatus: status = 'unknown', StackStatusReason: reason = 'no reason given' } = stack ?? {};
    throw new UserError(
      `CloudFormation did not delete the stack ${name} in ${region} (${status}: ${foreign(reason)}). Remove the cause, and try again.`,
    );
  }
}

/** @returns why it was not deleted; undefined: it does not exist any longer */
async function deleteRetained(
  resource: Exclude<Resource, { kind: 'stack' }>,
  account: Account,
): Promise<string | undefined> {
  const iam = account.clients.iam();
  switch (resource.kind) {
    case 'delivery role':
      return (await whyInUse(resource.arn, account)) ?? attempt('DeleteRole', () => deleteRole(iam, resource.name));
    case 'boundary policy': {
      const holders = await readHolders(iam, resource.arn);
      if (holders.length > 0) return `it is the boundary of ${holders.join(', ')}.`;
      return attempt('DeletePolicy', () => deletePolicy(iam, resource.arn));
    }
    case 'ledger':
      return attempt('DeleteTable', () =>
        new DynamoDBClient({ region: resource.region }).send(new DeleteTableCommand({ TableName: resource.name })),
      );
    case 'log group':
      throw new Error('A log group is never deleted.');
  }
}

/** Reads the trails again, because a person may have changed one since the plan. */
async function whyInUse(roleArn: string, account: Account): Promise<string | undefined> {
  const trails = await readTargets(account);
  if (!trails.read) return trails.why;
  const users = trails.value.filter((trail) => trail.roleArn === roleArn);
  return users.length === 0 ? undefined : `${users.map(({ arn }) => arn).join(', ')} delivers with it.`;
}

async function attempt(operation: string, send: () => Promise<unknown>): Promise<string | undefined> {
  const result = await callAws(operation, send);
  if (result.ok || hasCode(result.error, 'NoSuchEntity', 'ResourceNotFound')) return undefined;
  return `${formatAwsError(result.error)}. Run this again when the cause is removed.`;
}

async function deleteRole(client: IAMClient, RoleName: string): Promise<void> {
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client }, { RoleName })) {
    for (const PolicyName of PolicyNames) await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  }
  for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies({ client }, { RoleName })) {
    for (const { PolicyArn } of AttachedPolicies)
      await client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  }
  await client.send(new DeleteRoleCommand({ RoleName }));
}

async function deletePolicy(client: IAMClient, PolicyArn: string): Promise<void> {
  for await (const { Versions = [] } of paginateListPolicyVersions({ client }, { PolicyArn })) {
    for (const { VersionId, IsDefaultVersion } of Versions) {
      if (!IsDefaultVersion) await client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
    }
  }
  await client.send(new DeletePolicyCommand({ PolicyArn }));
}
