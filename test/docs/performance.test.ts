import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { measureAllRepairs, repairReport } from '../../bench/repair-report.ts';

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

test('the documents quote the repairs as the benchmark measures them', async () => {
  const repairs = await measureAllRepairs();
  const rows = repairReport(repairs).match(/^\|.*\|$/gm) ?? [];
  const quoted = read('docs/performance.md').match(/^\|.*\|$/gm) ?? [];
  expect(rows.length).toBeGreaterThan(2);
  expect(quoted).toEqual(expect.arrayContaining([...rows]));
  expect(read('README.md')).toContain(`makes ${repairs[0]?.measured.calls.length} AWS calls`);
});
