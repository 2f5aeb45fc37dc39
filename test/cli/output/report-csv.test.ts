import { expect, test } from '@jest/globals';
import { reportCsv } from '../../../cli/output/report-csv.ts';
import { lookedAt, madeEvidence, subjectOf } from '../evidence/made.ts';

function rowsOf(csv: string): readonly Readonly<Record<string, string>>[] {
  const [header = '', ...lines] = csv.trim().split('\n');
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [names[index], cell])));
}

test('a line for each trail has its state and its last break', () => {
  const rows = rowsOf(reportCsv(madeEvidence()));
  expect(rows).toHaveLength(5);
  expect(rows.find(({ trail }) => trail === 'audit')).toMatchObject({
    verdict: 'compliant',
    retentionDays: '365',
    lastDeliveryToLogs: '2026-11-20T08:57:00.000Z',
    compliantSince: '2026-10-12T09:00:00.000Z or earlier',
    incidents: '1',
    lastBrokenBy: 'arn:aws:iam::111122223333:user/sam',
    lastBrokenWith: 'UpdateTrail',
    lastRepairedBy: 'trailmend',
    secondsToRepair: '9',
  });
});

test('what is not known is not empty', () => {
  const why = { known: false, why: 'no stack' } as const;
  const row = rowsOf(reportCsv(madeEvidence({ stack: why, history: why }))).find(({ trail }) => trail === 'audit');
  expect(row).toMatchObject({ compliantSince: 'not known', incidents: 'not known' });
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1'])('a spreadsheet takes %j for text', (detail) => {
  const trails = [lookedAt(subjectOf('audit'), { outcome: 'FAILED', detail })];
  const [row] = rowsOf(reportCsv(madeEvidence({ trails, history: { known: false, why: 'none' } })));
  expect(row?.['detail']).not.toMatch(/^"?[=+\-@\t]/);
});
