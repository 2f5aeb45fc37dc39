import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sweepCaseFrom } from './load-sweeps.ts';
import { mergePatch } from './merge-patch.ts';
import { mistakeOf } from './mistake-of.ts';

const PLACE = { folder: join(import.meta.dirname, '../../cases'), file: 'sweeps/new-case.json' };
const GOOD = {
  situation: 'Nothing.',
  regions: { 'eu-west-1': { trails: { audit: {} } } },
  sweeps: [{ expected: {} }],
};

test('a region has the perfect trail, with its group beside it', () => {
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
  ['an outcome about nothing', outcome({ about: 1 }), ['sweeps[0].expected.outcomes[0].about']],
  ['a field of a region that does not exist', { regions: { 'eu-west-1': { closed: true } } }, ['closed']],
  ['a field of a trail that does not exist', trail({ logging: true }), ['the region eu-west-1', 'logging']],
  ['a rule in a state that does not exist', { rules: { 'eu-west-1': 'rule-deaf' } }, ['rules["eu-west-1"]']],
  ['a parameter that does not exist', { parameters: { region: [] } }, ['parameters', 'region']],
  ['a setting that does not exist', { settings: { retention: 1 } }, ['settings', 'retention']],
  ['a memory without its region', { ledger: { audit: {} } }, ['ledger.audit']],
  [
    'a memory that the ledger cannot hold',
    { ledger: { 'eu-west-1/audit': { awaitingVerification: {} } } },
    ['ledger["eu-west-1/audit"]'],
  ],
  [
    'a memory of a kind that does not exist',
    { ledger: { 'eu-west-1/audit': { waiting: 1 } } },
    ['ledger["eu-west-1/audit"]'],
  ],
])('%s is told with the file and the field', (_what, change, words) => {
  const mistake = mistakeIn(change);
  for (const word of ['sweeps/new-case.json', ...words]) expect(mistake).toContain(word);
});

function mistakeIn(change: unknown): string {
  return mistakeOf(() => sweepCaseFrom(mergePatch(GOOD, change), PLACE));
}

function outcome(change: object): object {
  const whole = { about: 'eu-west-1/audit', outcome: 'COMPLIANT', reason: 'nothing-to-do' };
  return { sweeps: [{ expected: { outcomes: [{ ...whole, ...change }] } }] };
}

function trail(change: object): object {
  return { regions: { 'eu-west-1': { trails: { audit: change } } } };
}
