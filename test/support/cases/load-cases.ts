import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { postureSchema } from '../../../lambda/aws/ledger/item-schemas.ts';
import { NO_MEMORY, type TrailMemory } from '../../../lambda/core/model/memory.ts';
import type { Account } from '../aws/account.ts';
import type { Behaviour } from '../in-memory-aws.ts';
import { POSTURE } from '../perfect-trail.ts';
import { accountOf, applyInterference, changedAccount, perfectAccount, type RawAccount } from './case-account.ts';
import { eventOf } from './case-event.ts';
import { type CaseFile, type CaseSettings, caseSchema, type Expected, settingsSchema } from './case-file.ts';
import { mergePatch } from './merge-patch.ts';
import { CaseError, type Place, parsed, readJson } from './reading.ts';

/** A case ready to be played. */
export interface Case {
  /** `TOPIC/NAME`: the file's folder and its name without the extension. */
  readonly name: string;
  readonly event: unknown;
  readonly account: Account;
  readonly settings: CaseSettings;
  readonly behaviour: Behaviour;
  readonly expected: Expected;
}

/** The folders of files that the cases name, and of the cases of sweeps. */
const OTHER_FOLDERS = ['events', 'identities', 'perfect', 'sweeps'];

/**
 * All cases in a folder, ordered by topic and name.
 * @throws CaseError when a file is not valid, or is in no topic
 */
export function loadCases(folder: string): readonly Case[] {
  const entries = readdirSync(folder).filter((entry) => !OTHER_FOLDERS.includes(entry) && entry !== 'README.md');
  return entries.toSorted().flatMap((topic) => {
    if (topic.endsWith('.json')) throw new CaseError(`${topic} is in no topic: move it to one of the folders`);
    const files = readdirSync(join(folder, topic)).map((name) => `${topic}/${name}`);
    return files.toSorted().map((file) => caseFrom(readJson({ folder, file }, file), { folder, file }));
  });
}

/**
 * A case from the content of its file.
 * @throws CaseError when the content is not valid
 */
export function caseFrom(content: unknown, place: Place): Case {
  const { file } = place;
  const found = parsed(caseSchema, content, file);
  const start = changedAccount(perfectAccount(place), found, place);
  const settings = mergePatch(readJson(place, 'perfect/settings.json'), found.settings ?? {});
  return {
    name: file.replace(/\.json$/, ''),
    event: eventOf(found.event, place),
    account: accountOf(start, place),
    settings: parsed(settingsSchema, settings, `${file}: settings`),
    behaviour: behaviourOf(found, start, place),
    expected: found.expected,
  };
}

function behaviourOf(found: CaseFile, start: RawAccount, place: Place): Behaviour {
  const { memory, unreadable = [], faults = [], meanwhile = [], propagationSeconds, staleSeconds } = found;
  let state = start;
  const interference = meanwhile.map((other) => {
    state = changedAccount(state, other, place);
    const changed = accountOf(state, place);
    const when = 'beforeCall' in other ? { beforeCall: other.beforeCall } : { afterSeconds: other.afterSeconds };
    return { when, change: (account: Account) => applyInterference(account, changed, other) };
  });
  return {
    unreadable: unreadable.map((one) => (typeof one === 'string' ? { read: one } : one)),
    faults,
    ...(memory !== undefined && { memory: memory === 'unread' ? memory : memoryOf(memory, place) }),
    interference,
    ...(propagationSeconds !== undefined && { propagationSeconds }),
    ...(staleSeconds !== undefined && { staleSeconds }),
  };
}

function memoryOf(
  { posture, ...memory }: Exclude<CaseFile['memory'], 'unread' | undefined>,
  { file }: Place,
): TrailMemory {
  if (posture === undefined) return { ...NO_MEMORY, ...memory };
  const found = postureSchema.safeParse(mergePatch(POSTURE, posture));
  if (!found.success) throw new CaseError(`${file}: memory.posture is not valid:\n${z.prettifyError(found.error)}`);
  const known = found.data;
  const { logGroupArn, roleArn } = known.trail;
  return { ...NO_MEMORY, acceptedTarget: { logGroupArn, roleArn, since: known.since }, ...memory, posture: known };
}
