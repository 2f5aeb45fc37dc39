import { expect, test } from '@jest/globals';
import type { CheckResult } from '../../../cli/checks/result.ts';
import { doctorJson, doctorText } from '../../../cli/output/doctor.ts';

const RESULTS: readonly CheckResult[] = [
  { id: 'logs-key', status: 'ok', says: 'No KMS key is configured.' },
  { id: 'alarms', status: 'problem', says: 'It is\nraised.', mend: ['aws cloudwatch a', 'aws cloudwatch b'] },
];

test('the text has a line for each result, its commands below it, and totals', () => {
  expect(doctorText(RESULTS)).toBe(
    [
      'ok       logs-key  No KMS key is configured.',
      String.raw`problem  alarms    It is\u000araised.`,
      '                   $ aws cloudwatch a',
      '                   $ aws cloudwatch b',
      '2 results: 1 ok, 1 problem',
      '',
    ].join('\n'),
  );
});

test('the JSON has every result', () => {
  expect(JSON.parse(doctorJson(RESULTS))).toEqual({ results: RESULTS });
});
