import { FINISHED_SWEEP } from '../../core/integration/names.ts';
import type { OutcomeRecord } from '../../core/model/outcome.ts';
import type { OwnSettings } from '../../core/model/own-settings.ts';
import type { SweepTrigger } from '../../core/model/trigger.ts';
import { ledgerRecord } from '../../core/outcome/account-records.ts';
import { subscribersRecord } from '../../core/outcome/own-records.ts';
import { reportCounted } from '../denials.ts';
import { isoTime, newHeader, type Ports } from '../ports.ts';
import { reportIssues } from './account-report.ts';
import { issuesOf } from './issues.ts';
import { reportMissingTrails } from './missing-trails.ts';
import { reportSettings } from './own-settings.ts';
import { checkOwnStacks } from './own-stacks.ts';
import { type AccountTask, accountFacts, scanAccount } from './scan-account.ts';
import { summary } from './summary.ts';
import { unheardLedger } from './unheard-ledger.ts';
import { reportWithheld } from './withheld.ts';

/** What a sweep covers. Its own Regions are those of trailmend's stacks. */
export interface SweepTask extends Omit<AccountTask, 'trigger'> {
  /** Those that have a forwarder. */
  readonly forwarderRegions: readonly string[];
  /** All settings of the function. */
  readonly ownSettings: OwnSettings;
  /** When the sweep was due, ISO 8601, UTC. Its retries have the same time. Absent: now. */
  readonly due?: string;
  /** An operator requested these Regions, so that the sweep says nothing about the account. */
  readonly isRequested: boolean;
}

/**
 * Checks all trails of all Regions, and logs and reports each outcome as soon as it is known.
 * @returns the records of trails, then those of missing trails and of issues
 * @throws the first error of a run, after everything else is done
 */
export async function sweep(task: SweepTask, ports: Ports): Promise<readonly OutcomeRecord[]> {
  const { account } = task.settings;
  const began = ports.clock.now();
  const trigger: SweepTrigger = { kind: 'sweep', time: task.due ?? isoTime(ports.clock) };
  const header = () => newHeader(trigger, task.settings, ports);
  // The scans run at the same time, because these reads use other quotas.
  const ownStacks = task.isRequested ? [] : checkOwnStacks(task, ports);
  const subscribed = task.isRequested ? undefined : await ports.subscribers();
  const isUnheard = subscribed?.read === true && subscribed.value === 'none';
  const found = await scanAccount(
    { ...task, trigger },
    isUnheard ? { ...ports, ledger: unheardLedger(ports.ledger) } : ports,
  );
  const { scanned, scans, unlisted, members } = found;
  const facts = task.isRequested ? undefined : await accountFacts(found, { ...task, trigger }, ports);
  const unused = scanned.flatMap(({ unusedEntries = [] }) => unusedEntries);
  const ofLedger = ledgerRecord(header(), account, unused);
  const isLimited = task.regions !== undefined;
  const issues = [
    ...issuesOf({ account, scans, ownStacks: await ownStacks, isLimited, unlisted, facts }, header),
    ofLedger,
    ...(subscribed ? [subscribersRecord(header(), account, subscribed)] : []),
  ];
  const about = { header: header(), account };
  const reports = await Promise.all([
    reportMissingTrails(scans, { ...task, trigger, began: new Date(began).toISOString() }, ports),
    reportIssues(issues, ports),
    endOf(() => reportCounted(header(), task.settings, ports)),
    endOf(async () => (task.isRequested ? undefined : reportSettings(task.ownSettings, about, ports))),
    endOf(() => reportWithheld(header(), task.settings, ports)),
  ]);
  const errors = [...scanned.flatMap((region) => region.errors), ...reports.flatMap((report) => report.errors)];
  const tookMs = ports.clock.now() - began;
  ports.log.info(FINISHED_SWEEP.message, { ...summary(scanned, task), failures: errors.map(String), tookMs });
  if (errors.length > 0) throw errors[0];
  return [...scanned.flatMap(({ records }) => records), ...members, ...reports.flatMap(({ records }) => records)];
}

/** Collects the error of a report, so that the sweep ends with all its records. */
async function endOf(report: () => Promise<OutcomeRecord | undefined>) {
  try {
    const record = await report();
    return { records: record ? [record] : [], errors: [] };
  } catch (error) {
    return { records: [], errors: [error] };
  }
}
