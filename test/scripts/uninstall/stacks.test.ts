import { describe, expect, test } from '@jest/globals';
import type { ListedStack } from '../../../cli/reads/stacks.ts';
import { checkStacks } from '../../../scripts/uninstall/stacks.ts';

const HUB: ListedStack = {
  kind: 'hub',
  name: 'Trailmend',
  id: 'arn:aws:cloudformation:us-east-1:111122223333:stack/Trailmend/1',
  region: 'us-east-1',
  status: 'UPDATE_COMPLETE',
  isProtected: false,
  outputs: {},
  parameters: {},
};
const FORWARDER: ListedStack = { ...HUB, kind: 'forwarder', name: 'TrailmendForwarder', region: 'eu-west-1' };

describe('stacks', () => {
  test.each([
    ['a hub with a forwarder', [HUB, FORWARDER]],
    ['a hub whose first deployment failed', [{ ...HUB, status: 'ROLLBACK_COMPLETE' }]],
    ['a hub beside one whose deployment failed elsewhere', [{ ...HUB, region: 'eu-west-1' }, HUB]],
    ['a forwarder without a hub', [FORWARDER]],
    ['nothing', []],
  ])('can be deleted: %s', (_, stacks) => {
    expect(() => checkStacks(stacks, 'us-east-1')).not.toThrow();
  });

  test.each([
    [
      'in another Region',
      [{ ...HUB, region: 'eu-west-1' }],
      'The stack Trailmend of trailmend is in eu-west-1, and not in us-east-1. Use --region eu-west-1.',
    ],
    [
      'in progress',
      [HUB, { ...FORWARDER, status: 'UPDATE_IN_PROGRESS' }],
      'The stack TrailmendForwarder in eu-west-1 is being changed (UPDATE_IN_PROGRESS). Wait until that ends, and try again.',
    ],
    [
      'that a change set has not created yet',
      [{ ...HUB, status: 'REVIEW_IN_PROGRESS' }],
      'The stack Trailmend in us-east-1 waits for its first change set (REVIEW_IN_PROGRESS). Execute that, or delete the stack: aws cloudformation delete-stack --stack-name Trailmend --region us-east-1',
    ],
    [
      'with protection',
      [{ ...HUB, isProtected: true }],
      'The stack Trailmend in us-east-1 is protected. If it may go: aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name Trailmend --region us-east-1',
    ],
    [
      'of a stack set',
      [{ ...HUB, name: 'StackSet-Trailmend-1' }],
      'The stack StackSet-Trailmend-1 in us-east-1 belongs to a stack set. Delete its instance in the account of the stack set: docs/organization.md.',
    ],
  ])('cannot be deleted %s: the error says what to do', (_, stacks, message) => {
    expect(() => checkStacks(stacks, 'us-east-1')).toThrow(message);
  });
});
