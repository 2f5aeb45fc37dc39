import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PERFECT_FACTS } from '../perfect-trail.ts';
import { inTemporaryFolder } from '../temporary-folder.ts';
import { caseErrorMessage } from './case-error-message.ts';
import { caseFrom, loadCases } from './load-cases.ts';
import { mergePatch } from './merge-patch.ts';
import { decide, requestOf } from './play-case.ts';

const PLACE = { folder: join(import.meta.dirname, '../../cases'), file: 'topic/new-case.json' };
const GOOD = {
  situation: 'Nothing.',
  event: 'update-trail',
  expected: {
    request: 'remediate',
    dryRun: { outcome: 'COMPLIANT', reason: 'nothing-to-do' },
    run: { outcome: 'COMPLIANT', reason: 'nothing-to-do', notified: false },
  },
};

function messageFor(change: unknown): string {
  return caseErrorMessage(() => caseFrom(mergePatch(GOOD, change), PLACE));
}

test('a case without differences has the facts of the perfect trail', async () => {
  const found = caseFrom(GOOD, PLACE);
  const request = requestOf(found);
  if (request.kind !== 'remediate') throw new Error(`The request is ${request.kind}.`);
  expect((await decide(found, request.id, request.trigger)).facts).toEqual(PERFECT_FACTS);
});

describe('the error of a file that is not valid names the file and the field', () => {
  test.each([
    ['a field that does not exist', { setings: {} }, ['setings']],
    ['a field that is missing', { situation: null }, ['situation']],
    [
      'a group of a class that does not exist',
      { groups: { 'audit-logs': { class: 'Infrequent Access' } } },
      ['groups["audit-logs"].class'],
    ],
    ['a trail with a field that does not exist', { trail: { logging: true } }, ['logging']],
    ['a setting that does not exist', { settings: { retention: 1 } }, ['settings', 'retention']],
    ['an event file that is missing', { event: 'nothing' }, ['events/nothing.json']],
    ['a caller that is missing', { event: { file: 'update-trail', by: 'nobody' } }, ['identities/nobody.json']],
    ['a model that is missing', { roles: { x: { like: 'a-role' } } }, ['perfect/a-role.json']],
    ['a read that does not exist', { unreadable: ['GetTrails'] }, ['unreadable[0]']],
    ['an outcome that does not exist', { expected: { run: { outcome: 'DONE' } } }, ['expected.run.outcome']],
    [
      'two operations in one step',
      { expected: { steps: [{ UpdateTrail: {}, StartLogging: {} }] } },
      ['expected.steps[0]'],
    ],
  ])('%s', (_name, change, parts) => {
    const message = messageFor(change);
    for (const part of ['topic/new-case.json', ...parts]) expect(message).toContain(part);
  });
});

test('the error of a case outside of a topic names the file', () =>
  inTemporaryFolder(async (folder) => {
    for (const name of ['events', 'topic']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'new-case.json'), JSON.stringify(GOOD));
    expect(caseErrorMessage(() => loadCases(folder))).toContain('new-case.json is in no topic');
  }));

test('the name of a case consists of its topic and its file name', () => {
  expect(caseFrom(GOOD, PLACE).name).toBe('topic/new-case');
});
