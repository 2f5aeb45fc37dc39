import type { OutcomeRecord } from '../core/model/outcome.ts';
import type { SweepTrigger } from '../core/model/trigger.ts';
import { commandPorts, type ReadPorts } from './command-ports.ts';
import { isoTime, newHeader } from './ports.ts';
import { issuesOf } from './sweep/issues.ts';
import { type AccountTask, accountFacts, type ScannedAccount, scanAccount } from './sweep/scan-account.ts';

/** What to judge: by default every trail in every Region. */
export type ScanTask = Omit<AccountTask, 'trigger'>;

/**
 * Judges trails as the first sweep of a dry run would. Writes nothing, and notifies nobody.
 * @throws the first error that is no fact of AWS
 */
export async function scanTrails(task: ScanTask, ports: ReadPorts): Promise<readonly OutcomeRecord[]> {
  return trailRecords(await scanAccount(dryRun(task, ports), commandPorts(ports)));
}

/**
 * Judges every trail, the Regions and the account as the first sweep of a dry run would.
 * @returns the records of trails, then those of Regions and of the account that are not compliant
 * @throws the first error that is no fact of AWS
 */
export async function scan(task: ScanTask, ports: ReadPorts): Promise<readonly OutcomeRecord[]> {
  const allPorts = commandPorts(ports);
  const accountTask = dryRun(task, ports);
  const found = await scanAccount(accountTask, allPorts);
  const trails = trailRecords(found);
  const { settings, trigger, regions } = accountTask;
  const isLimited = regions !== undefined;
  // A scan of some Regions says nothing about the account.
  const facts = isLimited ? undefined : await accountFacts(found, accountTask, allPorts);
  const header = () => newHeader(trigger, settings, allPorts);
  const swept = { ...found, account: settings.account, ownStacks: [], isLimited, facts };
  const issues = issuesOf(swept, header).map(({ record }) => record);
  return [...trails, ...issues.filter(({ outcome }) => outcome !== 'COMPLIANT')];
}

function dryRun(task: ScanTask, { clock }: ReadPorts): AccountTask {
  const trigger: SweepTrigger = { kind: 'sweep', time: isoTime(clock) };
  return { ...task, settings: { ...task.settings, mode: 'dry-run' }, trigger };
}

function trailRecords({ scanned, members }: ScannedAccount): readonly OutcomeRecord[] {
  const [error] = scanned.flatMap(({ errors }) => errors);
  if (error !== undefined) throw error;
  return [...scanned.flatMap(({ records }) => records), ...members];
}
