import { scan } from '../../lambda/app/scan.ts';
import { advisory } from '../../lambda/core/model/finding.ts';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import { type AccountOptions, openAccount } from '../account.ts';
import { isOpen } from '../findings.ts';
import { scanCsv } from '../output/scan-csv.ts';
import { scanJson } from '../output/scan-json.ts';
import { scanOcsf } from '../output/scan-ocsf.ts';
import { scanText } from '../output/scan-text.ts';
import { REGION_BESIDE_OPTION } from '../session.ts';
import type { Terminal } from '../terminal.ts';

export interface ScanOptions extends AccountOptions {
  readonly output: keyof typeof FORMATS;
  /** Recommendations count as findings, too. */
  readonly failOn?: 'advice';
}

const FORMATS = { text: scanText, json: scanJson, csv: scanCsv, ocsf: scanOcsf } as const satisfies Record<
  string,
  (records: readonly OutcomeRecord[]) => string
>;

/**
 * `trailmend scan`: judges every trail in every Region, and the account. Needs no permission to
 * write.
 * @returns 1 with findings, else 0
 */
export async function runScan({ output, failOn, ...options }: ScanOptions, terminal: Terminal): Promise<number> {
  const { session, settings, ports } = await openAccount(options, terminal, REGION_BESIDE_OPTION);
  const regions = options.region === undefined ? undefined : [session.region];
  terminal.progress(`Scanning account ${session.account}${regions ? ` in ${regions.join(', ')}` : ''} …`);
  const task = { settings, settleSeconds: 0, ownRegions: [session.region], ...(regions && { regions }) };
  const records = await scan(task, ports);
  terminal.write(FORMATS[output](records));
  if (regions && records.length === 0) {
    terminal.note(`${session.region} is the home Region of no trail. Leave --region out to scan every Region.`);
  }
  const countsAdvice = failOn === 'advice';
  return records.some((one) => isOpen(one) || (countsAdvice && advisory(one.remaining).length > 0)) ? 1 : 0;
}
