import {
  AcceptHandshakeCommand,
  DescribeOrganizationCommand,
  InviteAccountToOrganizationCommand,
} from '@aws-sdk/client-organizations';
import type { Stage } from './scenario.ts';
import { type AwsSession, sessionWith } from './sessions.ts';

/** The administrator of another account of the local AWS. */
export function administratorOfAccount({ aws }: Pick<Stage, 'aws'>, account: string): AwsSession {
  return sessionWith({ ...aws, account }, { accessKeyId: account, secretAccessKey: 'test' });
}

/**
 * Invites an account to the organization of the management account, and accepts the invitation.
 * @returns the ID of the organization, `o-…`
 */
export async function joinOrganization(member: AwsSession, managementAccount: AwsSession): Promise<string> {
  const { organizations } = managementAccount;
  const { Organization } = await organizations.send(new DescribeOrganizationCommand({}));
  const { Handshake } = await organizations.send(
    new InviteAccountToOrganizationCommand({ Target: { Id: member.account, Type: 'ACCOUNT' } }),
  );
  await member.organizations.send(new AcceptHandshakeCommand({ HandshakeId: Handshake?.Id }));
  return Organization?.Id ?? '';
}
