import { describe, expect, test } from '@jest/globals';
import { scanRows } from '../../../cli/output/rows.ts';
import { scanCsv } from '../../../cli/output/scan-csv.ts';
import { scanText } from '../../../cli/output/scan-text.ts';
import type { OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import { trailRecordWith } from '../records.ts';

const account: OutcomeRecord = {
  ...trailRecordWith({ outcome: 'BLOCKED', detail: 'no trail', whoCanAct: 'an administrator' }),
  subject: { kind: 'account', account: '111122223333' },
};

describe('the lines of a scan', () => {
  test('lose the period of a sentence before the next text', () => {
    const remaining: OutcomeRecord['remaining'] = [
      { rule: 'not-encrypted', verdict: 'advised', evidence: { source: 'GetTrail', saw: 'no key' } },
    ];
    const record = trailRecordWith({ outcome: 'FIXED', detail: 'trailmend repaired the trail.', remaining });
    expect(scanRows([record])[0]?.why).toBe('trailmend repaired the trail; advice: not-encrypted');
  });

  test('begin with what needs a person', () => {
    const outcomes = ['COMPLIANT', 'WOULD_FIX', 'SKIPPED', 'FAILED', 'BLOCKED'] as const;
    const rows = scanRows(outcomes.map((outcome) => trailRecordWith({ outcome })));
    expect(rows.map(({ outcome }) => outcome)).toEqual(['FAILED', 'BLOCKED', 'WOULD_FIX', 'SKIPPED', 'COMPLIANT']);
  });

  test('name the findings and the number of calls of a repair', () => {
    const remaining: OutcomeRecord['remaining'] = [
      { rule: 'role-not-set', verdict: 'violated', evidence: { source: 'GetTrail', saw: 'no role' } },
      { rule: 'not-encrypted', verdict: 'advised', evidence: { source: 'GetTrail', saw: 'no key' } },
    ];
    const step = { operation: 'StartLogging', input: { Name: 'a' }, needs: [], repairs: [] } as const;
    const record = trailRecordWith({ outcome: 'WOULD_FIX', remaining, plan: { steps: [step], refused: [] } });
    expect(scanRows([record])[0]?.why).toBe('role-not-set (no role); 1 call repairs it; advice: not-encrypted');
  });

  test('keep texts of others on one line, with characters that nobody sees', () => {
    const [row] = scanRows([trailRecordWith({ outcome: 'FAILED', detail: 'denied\n2 trails: 2 COMPLIANT\u202E' })]);
    expect(row?.why).toBe('denied\\u000a2 trails: 2 COMPLIANT\\u202e');
  });
});

test('the totals count trails by outcome, and the other findings', () => {
  const text = scanText([trailRecordWith({}), trailRecordWith({ outcome: 'FAILED' }), account]);
  expect(text.trim().split('\n').at(-1)).toBe('2 trails: 1 FAILED, 1 COMPLIANT; 1 finding about the account');
  expect(scanText([])).toBe('0 trails\n');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1'])('a spreadsheet takes %j for text', (detail) => {
  const [, line = ''] = scanCsv([trailRecordWith({ outcome: 'FAILED', detail })]).split('\n');
  expect(line.split(',')[3]).not.toMatch(/^"?[=+\-@\t]/);
});
