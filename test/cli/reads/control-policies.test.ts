import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { readOrganization } from '../../../cli/reads/control-policies.ts';
import { clientsFor } from '../../../lambda/aws/clients.ts';

const CLIENTS = clientsFor('us-east-1');
const ACCOUNT = '111122223333';
const organizations = mockClient(OrganizationsClient);
beforeEach(() => void organizations.reset());

const failure = (name: string) => Object.assign(new Error('no'), { name });
const managedBy = (MasterAccountId: string) =>
  organizations.on(DescribeOrganizationCommand).resolves({ Organization: { MasterAccountId } });

test('an account without an organization, and one that manages it, are asked for no policies', async () => {
  organizations.on(DescribeOrganizationCommand).rejects(failure('AWSOrganizationsNotInUseException'));
  const none = { membership: { read: true, value: 'none' }, levels: 'not-asked' };
  expect(await readOrganization(CLIENTS, ACCOUNT)).toEqual(none);
  managedBy(ACCOUNT);
  expect(await readOrganization(CLIENTS, ACCOUNT)).toEqual({
    ...none,
    membership: { read: true, value: 'management' },
  });
});

test('a member has the policies of every level up to the root', async () => {
  managedBy('999988887777');
  organizations
    .on(ListPoliciesForTargetCommand)
    .callsFake(({ TargetId }) => ({ Policies: [{ Id: `p-${TargetId}`, Name: 'name' }] }))
    .on(DescribePolicyCommand)
    .callsFake(({ PolicyId }) => ({ Policy: { Content: `{"of":"${PolicyId}"}` } }))
    .on(ListParentsCommand, { ChildId: ACCOUNT })
    .resolves({ Parents: [{ Id: 'ou-1', Type: 'ORGANIZATIONAL_UNIT' }] })
    .on(ListParentsCommand, { ChildId: 'ou-1' })
    .resolves({ Parents: [{ Id: 'r-1', Type: 'ROOT' }] });
  const { levels } = await readOrganization(CLIENTS, ACCOUNT);
  expect(levels).toEqual({
    read: true,
    value: [ACCOUNT, 'ou-1', 'r-1'].map((target) => ({
      target,
      policies: [{ id: `p-${target}`, name: 'name', document: `{"of":"p-${target}"}` }],
    })),
  });
});

test('a member that may not read policies knows only that it is one', async () => {
  managedBy('999988887777');
  organizations.on(ListPoliciesForTargetCommand).rejects(failure('AccessDeniedException'));
  expect(await readOrganization(CLIENTS, ACCOUNT)).toMatchObject({
    membership: { read: true, value: 'member' },
    levels: { read: false, why: expect.stringMatching(/^ListPoliciesForTarget returned AccessDenied/) },
  });
});
