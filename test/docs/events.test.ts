import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import { subjectWord } from '../../lambda/core/notification/subject-word.ts';
import { matches, type Pattern } from '../infra/event-pattern.ts';
import { loadCases } from '../support/cases/load-cases.ts';
import { loadSweeps } from '../support/cases/load-sweeps.ts';
import { play, requestOf } from '../support/cases/play-case.ts';
import { playSweeps } from '../support/cases/play-sweep.ts';

const CASES = fileURLToPath(new URL('../cases', import.meta.url));
const DOCUMENT = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const MODES = ['fix', 'dry-run'] as const;
const URGENT: ReadonlySet<string> = new Set(['ACTION NEEDED', 'ATTEMPT DENIED', 'UNCONFIRMED']);

function patternOf(rule: string): Pattern {
  const [, json = ''] = new RegExp(`put-rule --name ${rule} --event-pattern[\\s\\\\]+'([^']+)'`).exec(DOCUMENT) ?? [];
  return JSON.parse(json);
}

/** The records of which people were notified, as far as subjects tell. */
const notifiedOf = (records: readonly OutcomeRecord[], subjects: readonly string[]): readonly OutcomeRecord[] =>
  records.filter((record) => subjects.some((subject) => subject.startsWith(`${subjectWord(record)}: `)));

async function notifiedRecords(): Promise<readonly OutcomeRecord[]> {
  const events = loadCases(CASES).map(async (found) => {
    const request = requestOf(found);
    if (!('id' in request) || typeof request.id !== 'object') return [];
    const { id } = request;
    const played = await Promise.all(MODES.map((mode) => play(found, id, mode)));
    return played.flatMap(({ records, messages }) => {
      const subjects = messages.map(({ subject }) => subject);
      return notifiedOf(records, subjects);
    });
  });
  const sweeps = loadSweeps(CASES).map(async (found) => {
    const played = await playSweeps(found);
    return played.flatMap(({ records, notified }) => notifiedOf(records, notified));
  });
  return (await Promise.all([...events, ...sweeps])).flat();
}

test('the documented rules select every outcome that needs a person or may be an attack', async () => {
  const urgent = (await notifiedRecords()).filter((record) => URGENT.has(subjectWord(record)));
  expect(urgent.map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(['SKIPPED', 'BLOCKED', 'FAILED']));
  for (const rule of ['trail-outcomes', 'trailmend-second-way']) {
    const pattern = patternOf(rule);
    const missed = urgent.filter(
      (detail) => !matches(pattern, { source: 'trailmend', 'detail-type': 'Trail Outcome', detail }),
    );
    expect([rule, missed.map(({ outcome, reason }) => `${outcome} ${reason}`)]).toEqual([rule, []]);
  }
});
