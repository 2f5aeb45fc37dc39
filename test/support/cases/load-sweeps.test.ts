import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { caseErrorMessage } from './case-error-message.ts';
import { sweepCaseFrom } from './load-sweeps.ts';
import { mergePatch } from './merge-patch.ts';

const PLACE = { folder: join(import.meta.dirname, '../../cases'), file: 'sweeps/new-case.json' };
const GOOD = {
  situation: 'Nothing.',
  regions: { 'eu-west-1': { trails: { audit: {} } } },
  sweeps: [{ expected: {} }],
};

test('a Region contains the perfect trail and its log group', () => {
  const { account } = sweepCaseFrom(GOOD, PLACE).regions.get('eu-west-1') ?? {};
  const arn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit';
  const logGroupArn = 'arn:aws:logs:eu-west-1:111122223333:log-group:audit-logs:*';
  expect(account?.trails).toMatchObject({ [arn]: { arn, homeRegion: 'eu-west-1', logGroupArn } });
  expect(Object.keys(account?.groups ?? {})).toEqual(['audit-logs']);
});

test.each<[string, unknown, string[]]>([
  ['a field that does not exist', { ledgers: {} }, ['ledgers']],
  ['no sweep', { sweeps: [] }, ['sweeps']],
  ['a field of a sweep that does not exist', { sweeps: [{ expect: {} }] }, ['sweeps[0]', 'expect']],
  ['an outcome that does not exist', outcome({ outcome: 'DONE' }), ['sweeps[0].expected.outcomes[0].outcome']],
  ['an outcome without a subject', outcome({ subject: 1 }), ['sweeps[0].expected.outcomes[0].subject']],
  ['a field of a Region that does not exist', { regions: { 'eu-west-1': { closed: true } } }, ['closed']],
  ['a field of a trail that does not exist', trail({ logging: true }), ['the Region eu-west-1', 'logging']],
  ['a rule with a status that does not exist', { rules: { 'eu-west-1': 'broken' } }, ['rules["eu-west-1"]']],
  ['a parameter that does not exist', { parameters: { region: [] } }, ['parameters', 'region']],
  ['a setting that does not exist', { settings: { retention: 1 } }, ['settings', 'retention']],
  ['a memory without its Region', { ledger: { audit: {} } }, ['ledger.audit']],
  [
    'a memory that the ledger cannot contain',
    { ledger: { 'eu-west-1/audit': { awaitingVerification: {} } } },
    ['ledger["eu-west-1/audit"]'],
  ],
  [
    'a field of a memory that does not exist',
    { ledger: { 'eu-west-1/audit': { waiting: 1 } } },
    ['ledger["eu-west-1/audit"]'],
  ],
])('the error for %s names the file and the field', (_name, change, parts) => {
  const message = messageFor(change);
  for (const part of ['sweeps/new-case.json', ...parts]) expect(message).toContain(part);
});

function messageFor(change: unknown): string {
  return caseErrorMessage(() => sweepCaseFrom(mergePatch(GOOD, change), PLACE));
}

function outcome(change: object): object {
  const valid = { subject: 'eu-west-1/audit', outcome: 'COMPLIANT', reason: 'nothing-to-do' };
  return { sweeps: [{ expected: { outcomes: [{ ...valid, ...change }] } }] };
}

function trail(change: object): object {
  return { regions: { 'eu-west-1': { trails: { audit: change } } } };
}
