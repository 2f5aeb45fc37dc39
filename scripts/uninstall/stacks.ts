import { UserError } from '../../cli/errors.ts';
import type { ListedStack } from '../../cli/reads/stacks.ts';
import { argument } from '../../lambda/core/commands/aws-cli.ts';

/**
 * Checks that every stack can be deleted.
 * @param region that of the hub, as the user said
 * @throws UserError that names the stack, and what to do first
 */
export function checkStacks(stacks: readonly ListedStack[], region: string): void {
  const hubs = stacks.filter(({ kind }) => kind === 'hub');
  const [elsewhere] = hubs;
  if (elsewhere && !hubs.some((hub) => hub.region === region)) {
    const where = `is in ${elsewhere.region}, and not in ${region}`;
    throw new UserError(`The stack ${elsewhere.name} of trailmend ${where}. Use --region ${elsewhere.region}.`);
  }
  for (const stack of stacks) checkStack(stack);
}

function checkStack({ name, region, status, isProtected }: ListedStack): void {
  const stack = `The stack ${name} in ${region}`;
  if (name.startsWith('StackSet-')) {
    throw new UserError(
      `${stack} belongs to a stack set. Delete its instance in the account of the stack set: docs/organization.md.`,
    );
  }
  const options = `--stack-name ${argument(name)} --region ${region}`;
  if (status === 'REVIEW_IN_PROGRESS') {
    throw new UserError(
      `${stack} waits for its first change set (${status}). Execute that, or delete the stack: aws cloudformation delete-stack ${options}`,
    );
  }
  if (status.endsWith('_IN_PROGRESS')) {
    throw new UserError(`${stack} is being changed (${status}). Wait until that ends, and try again.`);
  }
  if (isProtected) {
    const command = `aws cloudformation update-termination-protection --no-enable-termination-protection ${options}`;
    throw new UserError(`${stack} is protected. If it may go: ${command}`);
  }
}
