import { FINISHED_SWEEP } from '../../core/integration/names.ts';
import type { OutcomeRecord } from '../../core/model/outcome.ts';
import type { OwnSettings } from '../../core/model/own-settings.ts';
import { type AccountFacts, trailsIn } from '../../core/model/region-scan.ts';
import type { Settings } from '../../core/model/settings.ts';
import type { TrailId } from '../../core/model/trail-id.ts';
import type { SweepTrigger } from '../../core/model/trigger.ts';
import { ledgerRecord, memberTrailRecord } from '../../core/outcome/account-records.ts';
import { subscribersRecord } from '../../core/outcome/own-records.ts';
import { reportCounted } from '../denials.ts';
import { logOutcome } from '../notify.ts';
import { isoTime, newHeader, type Ports } from '../ports.ts';
import type { Task } from '../remediate/run-state.ts';
import { reportIssues } from './account-report.ts';
import { readCoverage } from './coverage.ts';
import { issuesOf } from './issues.ts';
import { reportMissingTrails } from './missing-trails.ts';
import { reportSettings } from './own-settings.ts';
import { checkOwnStacks } from './own-stacks.ts';
import { mapConcurrent, shuffled } from './rate-limit.ts';
import { type ScannedRegion, scanRegion } from './scan-region.ts';
import { summary } from './summary.ts';
import { reportWithheld } from './withheld.ts';

/** What a sweep covers. */
export interface SweepTask extends Pick<Task, 'settings' | 'settleSeconds'> {
  /** The Regions to scan. Absent: all that the account can use. */
  readonly regions?: readonly string[];
  /** The Regions of trailmend's stacks, to scan if the list of enabled Regions is unread. */
  readonly ownRegions: readonly string[];
  /** Those that have a forwarder. */
  readonly forwarderRegions: readonly string[];
  /** All settings of the function. */
  readonly ownSettings: OwnSettings;
  /** When the sweep was due, ISO 8601, UTC. Its retries have the same time. Absent: now. */
  readonly due?: string;
  /** An operator requested these Regions, so that the sweep says nothing about the account. */
  readonly isRequested: boolean;
}

/** Regions that a sweep scans at a time: as many as an account usually has. */
const MOST_REGIONS = 20;

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
  const subscribers = task.isRequested ? undefined : ports.subscribers();
  const { regions, unlisted } = await regionsOf(task, ports);
  const scanned = await mapConcurrent(shuffled(regions, ports.clock.random), MOST_REGIONS, (region) =>
    scanSafely(region, { ...task, trigger }, ports),
  );
  const scans = scanned.map(({ scan }) => scan);
  const members = memberTrails(scanned, task.settings).map((id) => memberTrailRecord(header(), id));
  for (const record of members) logOutcome(record, ports.log);
  const facts = task.isRequested ? undefined : await accountFacts(scanned, task, ports);
  const unused = scanned.flatMap(({ unusedEntries = [] }) => unusedEntries);
  const ofLedger = ledgerRecord(header(), account, unused);
  const subscribed = await subscribers;
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

/** Collects an error in one Region, so that the sweep scans the others. */
async function scanSafely(...[region, context, ports]: Parameters<typeof scanRegion>): Promise<ScannedRegion> {
  try {
    return await scanRegion(region, context, ports);
  } catch (error) {
    return { scan: { region, status: 'postponed' }, records: [], postponed: [], errors: [error] };
  }
}

/** The Regions to scan, and why trailmend could not list those of the account. */
async function regionsOf({ regions, ownRegions }: SweepTask, { enabledRegions }: Ports) {
  if (regions) return { regions };
  const enabled = await enabledRegions();
  return enabled.ok ? { regions: enabled.value } : { regions: ownRegions, unlisted: enabled.error };
}

/** What the sweep found, and what it reads, to decide whether a trail covers the account. */
function accountFacts(
  scanned: readonly ScannedRegion[],
  { settings: { account }, regions }: SweepTask,
  ports: Ports,
): Promise<AccountFacts> {
  const scans = scanned.map(({ scan }) => scan);
  const recordings = new Map(scanned.flatMap((region) => [...(region.recordings ?? [])]));
  return readCoverage({ account, scans, recordings, isLimited: regions !== undefined }, ports);
}

/** The distinct organization trails of other accounts that the sweep did not judge. */
function memberTrails(scanned: readonly ScannedRegion[], { account }: Settings): readonly TrailId[] {
  const judged = new Set(scanned.flatMap(({ records }) => records.map(({ trailArn }) => trailArn)));
  const others = trailsIn(scanned.map(({ scan }) => scan)).filter(
    ({ id, trail }) => trail.isOrganizationTrail && id.account !== account && !judged.has(id.arn),
  );
  return [...new Map(others.map(({ id }) => [id.arn, id])).values()];
}
