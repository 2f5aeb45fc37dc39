import { openAccount } from '../account.ts';
import { type CollectOptions, collectEvidence } from '../collect-evidence.ts';
import { evidenceFrom } from '../evidence/evidence.ts';
import type { Evidence } from '../evidence/schema.ts';
import { reportCsv } from '../output/report-csv.ts';
import { reportHtml } from '../output/report-html/page.ts';
import { reportJson } from '../output/report-json.ts';
import { reportOcsf } from '../output/report-ocsf.ts';
import { REGION_BESIDE_OPTION } from '../session.ts';
import type { Terminal } from '../terminal.ts';

export interface ReportOptions extends CollectOptions {
  readonly format: keyof typeof FORMATS;
}

const FORMATS = { html: reportHtml, json: reportJson, csv: reportCsv, ocsf: reportOcsf } as const satisfies Record<
  string,
  (evidence: Evidence) => string
>;

/**
 * `trailmend report`: evidence for an auditor about every trail. Needs no permission to write.
 * @returns 0 when every trail in scope is compliant, else 1
 */
export async function runReport({ format, ...options }: ReportOptions, terminal: Terminal): Promise<number> {
  const notes: string[] = [];
  const note = (line: string): void => {
    notes.push(line);
    terminal.note(line);
  };
  const account = await openAccount(options, { note }, REGION_BESIDE_OPTION);
  const regions = options.region === undefined ? undefined : [account.session.region];
  terminal.progress(`Collecting the evidence of account ${account.session.account} …`);
  const evidence = evidenceFrom(await collectEvidence(account, { ...options, ...(regions && { regions }) }, notes));
  terminal.write(FORMATS[format](evidence));
  return evidence.verdict === 'compliant' ? 0 : 1;
}
