import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Where } from '../../emulator/api.ts';
import { parseError } from '../../wire/parse-error.ts';
import { ACCOUNT, TRAIL } from './names.ts';
import { SimulatedAccount } from './simulated-account.ts';

const INVITED: Where = { account: '555566667777', region: 'eu-west-1' };
const STRANGER: Where = { account: '999999999999', region: 'eu-west-1' };
let account: SimulatedAccount;

beforeEach(() => {
  account = new SimulatedAccount();
  account.trail({ IsOrganizationTrail: true, IsMultiRegionTrail: true });
});

async function organizations(operation: string, input: object, where?: Where) {
  const answer = await account.send('organizations', operation, input, where);
  const text = answer.body.toString('utf8');
  return { error: parseError({ ...answer, body: text })?.code, handshake: JSON.parse(text).Handshake };
}

const invite = (where?: Where) =>
  organizations('InviteAccountToOrganization', { Target: { Id: INVITED.account, Type: 'ACCOUNT' } }, where);
const accept = (HandshakeId: string, where = INVITED) => organizations('AcceptHandshake', { HandshakeId }, where);
const trailsOf = async (where: Where) =>
  ((await account.call('DescribeTrails', {}, where)) as { trailList: { TrailARN: string }[] }).trailList;

describe('an account that an organization invites', () => {
  test("sees the organization's trail once it has accepted, and not before", async () => {
    const { handshake } = await invite();
    expect(handshake).toMatchObject({
      State: 'OPEN',
      Parties: [
        { Id: ACCOUNT, Type: 'ORGANIZATION' },
        { Id: INVITED.account, Type: 'ACCOUNT' },
      ],
    });
    expect(await trailsOf(INVITED)).toEqual([]);
    expect((await accept(handshake.Id)).handshake).toMatchObject({ Id: handshake.Id, State: 'ACCEPTED' });
    expect(await trailsOf(INVITED)).toMatchObject([{ TrailARN: TRAIL }]);
  });

  test('accepts once, and no other account accepts for it', async () => {
    const { handshake } = await invite();
    expect(await accept(handshake.Id, STRANGER)).toMatchObject({ error: 'HandshakeNotFoundException' });
    expect(await trailsOf(STRANGER)).toEqual([]);
    await accept(handshake.Id);
    expect(await accept(handshake.Id)).toMatchObject({ error: 'HandshakeAlreadyInStateException' });
    expect(await accept('h-0')).toMatchObject({ error: 'HandshakeNotFoundException' });
  });

  test('is invited once by each organization, and by none while it belongs to one', async () => {
    const { handshake } = await invite();
    expect(await invite()).toMatchObject({ error: 'DuplicateHandshakeException' });
    expect(await invite(STRANGER)).toMatchObject({ handshake: { State: 'OPEN' } });
    await accept(handshake.Id);
    expect(await invite(STRANGER)).toMatchObject({ error: 'HandshakeConstraintViolationException' });
  });
});
