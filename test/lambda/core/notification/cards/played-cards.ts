import { fileURLToPath } from 'node:url';
import type { OutcomeRecord } from '../../../../../lambda/core/model/outcome.ts';
import { type ChatCard, chatCard } from '../../../../../lambda/core/notification/chat-card.ts';
import { loadCases } from '../../../../support/cases/load-cases.ts';
import { loadSweeps } from '../../../../support/cases/load-sweeps.ts';
import { play, requestOf } from '../../../../support/cases/play-case.ts';
import { playSweeps } from '../../../../support/cases/play-sweep.ts';
import { recordWith, triggerWith } from '../../../../support/perfect-trail.ts';

const CASES = fileURLToPath(new URL('../../../../cases', import.meta.url));
const LOG = { partition: 'aws', region: 'us-east-1', logGroupName: 'Trailmend-RemediatorLog' };

/** The situations of events whose cards stand as files, by the names of the files. */
const EVENTS: Readonly<Record<string, readonly [name: string, mode: 'fix' | 'dry-run']>> = {
  repaired: ['blanked/blanked-by-sso-user', 'fix'],
  'dry-run': ['blanked/blanked-by-sso-user', 'dry-run'],
  'stopped-and-started': ['stopped/stopped-by-user', 'fix'],
  blocked: ['data-events/data-events-never-integrated', 'fix'],
  deleted: ['trail-deleted/trail-deleted', 'fix'],
};

const SWEEPS: Readonly<Record<string, string>> = {
  'nobody-subscribed': 'nobody-subscribed',
  'region-not-forwarded': 'events-not-forwarded',
};

const HOSTILE =
  '<!channel> <@U024BE7LH> @here :tada: *done* _all_ ~over~ [reset](https://evil.example) `x` www.evil.example\n\n*What happened:* Nothing.\u202e';

/** A caller, a tag and an error with everything that a chat could take for markup. */
const HOSTILE_RECORD = recordWith({
  outcome: 'BLOCKED',
  reason: 'attempt-denied',
  detail: `AWS denied the call: ${HOSTILE}`,
  whoCanAct: `the owner ${HOSTILE}`,
  trigger: triggerWith({
    tampering: 'denied-attempt',
    eventName: 'DeleteTrail',
    errorCode: HOSTILE,
    actor: { type: 'AssumedRole', name: HOSTILE, sourceIp: HOSTILE, issuer: HOSTILE },
  }),
  before: { logGroupArn: HOSTILE, roleArn: `arn:aws:iam::111122223333:role/<!here>/audit`, isLogging: true },
});

/** The cards by the names of their files. */
export async function playedCards(): Promise<Readonly<Record<string, ChatCard>>> {
  const records = { ...(await ofEvents()), ...(await ofSweeps()), hostile: HOSTILE_RECORD };
  return Object.fromEntries(Object.entries(records).map(([name, record]) => [name, chatCard(record, LOG)]));
}

async function ofEvents(): Promise<Readonly<Record<string, OutcomeRecord>>> {
  const cases = new Map(loadCases(CASES).map((one) => [one.name, one]));
  const played = Object.entries(EVENTS).map(async ([file, [name, mode]]) => {
    const found = cases.get(name);
    const request = found && requestOf(found);
    if (!found || !request || !('id' in request) || typeof request.id !== 'object')
      throw new Error(`There is no case ${name}.`);
    return [file, recordOf((await play(found, request.id, mode)).records)] as const;
  });
  return Object.fromEntries(await Promise.all(played));
}

async function ofSweeps(): Promise<Readonly<Record<string, OutcomeRecord>>> {
  const cases = new Map(loadSweeps(CASES).map((one) => [one.name, one]));
  const played = Object.entries(SWEEPS).map(async ([file, name]) => {
    const found = cases.get(name);
    if (!found) throw new Error(`There is no case ${name}.`);
    const [first] = await playSweeps(found);
    return [file, recordOf(first?.records.filter(({ outcome }) => outcome === 'BLOCKED') ?? [])] as const;
  });
  return Object.fromEntries(await Promise.all(played));
}

function recordOf([record]: readonly OutcomeRecord[]): OutcomeRecord {
  if (!record) throw new Error('The case has no record.');
  return record;
}
