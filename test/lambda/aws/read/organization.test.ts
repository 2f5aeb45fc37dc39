import {
  AWSOrganizationsNotInUseException,
  DescribeOrganizationCommand,
  type Organization,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { readOrganizationId } from '../../../../lambda/aws/read/organization.ts';
import { mocked } from '../mocked.ts';

const organizations = mocked(OrganizationsClient);
const ACCOUNT = '111122223333';
const id = () => readOrganizationId(clientsFor('eu-west-1'), ACCOUNT);
const answered = (Organization?: Organization) =>
  organizations.on(DescribeOrganizationCommand).resolves(Organization === undefined ? {} : { Organization });

beforeEach(() => {
  organizations.reset();
});

describe('readOrganizationId', () => {
  test('is the id of the organization that the account manages', async () => {
    answered({ Id: 'o-exampleorgid', MasterAccountId: ACCOUNT });
    expect(await id()).toEqual({ read: true, value: 'o-exampleorgid' });
    expect(organizations.calls().map(({ args }) => args[0].input)).toEqual([{}]);
  });

  test.each<[string, Organization | undefined, string]>([
    ['an answer without an organization', undefined, 'did not return it'],
    ['no id', { MasterAccountId: ACCOUNT }, 'the id ""'],
    ['an id that would widen a policy', { Id: 'o-*', MasterAccountId: ACCOUNT }, 'the id "o-*"'],
    ['another management account', { Id: 'o-exampleorgid', MasterAccountId: '444455556666' }, '444455556666'],
    ['no management account', { Id: 'o-exampleorgid' }, 'another management account'],
  ])('is unread for %s', async (_, organization, why) => {
    answered(organization);
    expect(await id()).toEqual({ read: false, why: expect.stringContaining(why) });
  });

  test('is unread where there is no organization', async () => {
    const refusal = new AWSOrganizationsNotInUseException({ message: 'not in use', $metadata: {} });
    organizations.on(DescribeOrganizationCommand).rejects(refusal);
    expect(await id()).toEqual({ read: false, why: expect.stringContaining('AWSOrganizationsNotInUseException') });
  });
});
