import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import type { Behaviour, Call } from '../gate/call.ts';
import { errorAnswer } from '../wire/error-answer.ts';
import { jsonAnswer } from '../wire/json-answer.ts';

const INVITATION = z.object({ Target: z.object({ Id: z.string(), Type: z.string() }) });
const ACCEPTANCE = z.object({ HandshakeId: z.string() });

/** An invitation of an account into another account's organization. */
interface Invitation {
  readonly managementAccount: string;
  readonly invited: string;
  state: 'OPEN' | 'ACCEPTED';
}

/**
 * Lets an existing account join an organization: the management account invites it, and the account
 * accepts. The emulator knows neither operation, and still reports an organization of its own to
 * each account.
 * Source: Organizations API reference, InviteAccountToOrganization, AcceptHandshake, Handshake.
 * Assumed: the messages of errors, and that an account finds only handshakes that concern it. Not
 * built: invitations by e-mail, their end after 15 days, other handshakes.
 * @param members the management account of each member account; accounts that accept are added
 */
export function invitations(members: Map<string, string>, accountOf: (call: Call) => Promise<string>): Behaviour {
  const sent = new Map<string, Invitation>();
  const invite = async (call: Call) => {
    const { Target } = INVITATION.parse(call.input);
    const managementAccount = await accountOf(call);
    if (members.has(Target.Id)) {
      return refused(
        call,
        'HandshakeConstraintViolationException',
        `${Target.Id} is in an organization (ALREADY_IN_AN_ORGANIZATION).`,
      );
    }
    const open = [...sent.values()].some(
      (one) => one.managementAccount === managementAccount && one.invited === Target.Id && one.state === 'OPEN',
    );
    if (open) return refused(call, 'DuplicateHandshakeException', `${Target.Id} has been invited already.`);
    const id = `h-${randomBytes(8).toString('hex')}`;
    const invitation: Invitation = { managementAccount, invited: Target.Id, state: 'OPEN' };
    sent.set(id, invitation);
    return answered(id, invitation);
  };
  const accept = async (call: Call) => {
    const { HandshakeId } = ACCEPTANCE.parse(call.input);
    const invitation = sent.get(HandshakeId);
    if (invitation === undefined || invitation.invited !== (await accountOf(call))) {
      return refused(call, 'HandshakeNotFoundException', `There is no handshake ${HandshakeId}.`);
    }
    if (invitation.state !== 'OPEN') {
      return refused(call, 'HandshakeAlreadyInStateException', `The handshake ${HandshakeId} is ${invitation.state}.`);
    }
    invitation.state = 'ACCEPTED';
    members.set(invitation.invited, invitation.managementAccount);
    return answered(HandshakeId, invitation);
  };
  return (call, next) => {
    if (call.service !== 'organizations') return next(call);
    if (call.operation === 'InviteAccountToOrganization') return invite(call);
    return call.operation === 'AcceptHandshake' ? accept(call) : next(call);
  };
}

function answered(id: string, { managementAccount, invited, state }: Invitation) {
  const Handshake = {
    Id: id,
    Arn: `arn:aws:organizations::${managementAccount}:handshake/invite/${id}`,
    Parties: [
      { Id: managementAccount, Type: 'ORGANIZATION' },
      { Id: invited, Type: 'ACCOUNT' },
    ],
    State: state,
    Action: 'INVITE',
  };
  return jsonAnswer({ Handshake });
}

function refused(call: Call, code: string, message: string) {
  return errorAnswer(call, { code, message, status: 400 });
}
