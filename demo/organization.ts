import {
  AcceptHandshakeCommand,
  DescribeOrganizationCommand,
  InviteAccountToOrganizationCommand,
} from '@aws-sdk/client-organizations';
import { type Caller, callerWith } from './callers.ts';
import type { Stage } from './scenario.ts';

/** The administrator of another account of the local AWS. */
export function administratorOfAccount({ aws }: Pick<Stage, 'aws'>, account: string): Caller {
  return callerWith({ ...aws, account }, { accessKeyId: account, secretAccessKey: 'test' });
}

/** Lets an account join the organization of another: it is invited, and accepts. @returns the id of the organization, `o-…` */
export async function join(member: Caller, head: Caller): Promise<string> {
  const { Organization } = await head.organizations.send(new DescribeOrganizationCommand({}));
  const { Handshake } = await head.organizations.send(
    new InviteAccountToOrganizationCommand({ Target: { Id: member.account, Type: 'ACCOUNT' } }),
  );
  await member.organizations.send(new AcceptHandshakeCommand({ HandshakeId: Handshake?.Id }));
  return Organization?.Id ?? '';
}
