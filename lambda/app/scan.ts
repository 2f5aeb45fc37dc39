import type { OutcomeRecord } from '../core/model/outcome.ts';
import type { AccountFacts } from '../core/model/region-scan.ts';
import type { SweepTrigger } from '../core/model/trigger.ts';
import { commandPorts, type ReadPorts } from './command-ports.ts';
import { isoTime, newHeader, type Ports } from './ports.ts';
import { issuesOf } from './sweep/issues.ts';
import { type AccountTask, accountFacts, type ScannedAccount, scanAccount } from './sweep/scan-account.ts';

/** What to judge: by default every trail in every Region. */
export type ScanTask = Omit<AccountTask, 'trigger'>;

/**
 * Judges trails as the first sweep of a dry run would. Writes nothing, and notifies nobody.
 * @returns the records of trails, then those of Regions that are not compliant
 * @throws the first error that is no fact of AWS
 */
export async function scanTrails(task: ScanTask, ports: ReadPorts): Promise<readonly OutcomeRecord[]> {
  const accountTask = dryRun(task, ports);
  const allPorts = commandPorts(ports);
  const found = await scanAccount(accountTask, allPorts);
  return [...trailRecords(found), ...issueRecords(found, accountTask, allPorts)];
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
  // A scan of some Regions says nothing about the account.
  const facts = accountTask.regions ? undefined : await accountFacts(found, accountTask, allPorts);
  return [...trails, ...issueRecords(found, accountTask, allPorts, facts)];
}

function issueRecords(
  found: ScannedAccount,
  { settings, trigger, regions }: AccountTask,
  ports: Ports,
  facts?: AccountFacts,
): readonly OutcomeRecord[] {
  const { account } = settings;
  const swept = { ...found, account, ownStacks: [], isLimited: regions !== undefined, facts };
  const issues = issuesOf(swept, () => newHeader(trigger, settings, ports));
  return issues.map(({ record }) => record).filter(({ outcome }) => outcome !== 'COMPLIANT');
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
