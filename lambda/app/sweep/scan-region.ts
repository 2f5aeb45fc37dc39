import { findAbandonedLease } from '../../core/memory/lease.ts';
import { unusedEntries } from '../../core/memory/trusted.ts';
import { knownMemory } from '../../core/model/memory.ts';
import type { OutcomeRecord } from '../../core/model/outcome.ts';
import type { Recordings, RegionScan } from '../../core/model/region-scan.ts';
import { unlistedRegion } from '../../core/outcome/account-records.ts';
import { recordingOf } from '../../core/outcome/recording.ts';
import type { RunTrace } from '../../core/outcome/run-trace.ts';
import { type QuickCheck, screen } from '../../core/outcome/screening.ts';
import { trailRecord } from '../../core/outcome/trail-record.ts';
import { isEventVisible } from '../../core/rules/event-effect.ts';
import type { Known } from '../notify.ts';
import { isoTime, newHeader, type Ports } from '../ports.ts';
import { type LeaseHandle, leaseHandle } from '../remediate/lease-handle.ts';
import { finishRun, remediateTrail } from '../remediate/remediate.ts';
import { findTrails } from './find-trails.ts';
import { QUICK_CHECK_MS, quickChecks, type ScanContext } from './quick-checks.ts';
import { type RateLimiter, rateLimiter } from './rate-limit.ts';

/** The result of a scan of one Region. */
export interface ScannedRegion {
  readonly scan: RegionScan;
  readonly records: readonly OutcomeRecord[];
  /** ARNs of the trails for which no time was left. */
  readonly postponed: readonly string[];
  /** Errors of runs. */
  readonly errors: readonly unknown[];
  /** What the checked trails record after the runs, by ARN. */
  readonly recordings?: Recordings;
  /** The entries of the ledger that the scan did not use, see `unusedEntries`. */
  readonly unusedEntries?: readonly string[];
}

/**
 * CloudTrail allows 10 reads a second in a Region (CloudTrail user guide, "Quotas in AWS
 * CloudTrail"). The rest is left to other callers.
 */
export const READS_PER_SECOND = 8;
/** Two minutes of retries each for a role, its policy and UpdateTrail, and the reads. */
export const REPAIR_MS = 7 * 60_000;

/** GetTrail, GetTrailStatus, ListTags and GetEventSelectors. */
const OBSERVATION_READS = 4;

/**
 * Checks the Region's own trails, and repairs them side by side, so that none waits for the role of
 * another one. They share the rates of the Region.
 */
export async function scanRegion(region: string, context: ScanContext, ports: Ports): Promise<ScannedRegion> {
  const nothing = { records: [], postponed: [], errors: [] };
  const began = isoTime(ports.clock);
  if (ports.remainingMs() < QUICK_CHECK_MS) return { scan: { region, status: 'postponed' }, ...nothing };
  const limit = rateLimiter(ports.clock, READS_PER_SECOND);
  await limit(1);
  const listing = await ports.listTrails(region);
  if (!listing.ok) return { scan: unlistedRegion(region, listing.error), ...nothing };
  const scan: RegionScan = { region, status: 'listed', trails: listing.value };

  const own = await findTrails(listing.value, region, context, ports);
  const checks = await quickChecks(own, context, ports, limit);
  const unchecked = own.slice(checks.length).map(({ id }) => id.arn);
  const repairPorts = withReadLimit(ports, limit);
  const results = await Promise.all(
    checks.map(async (check): Promise<RunEnd> => {
      const trace = screenCheck(check, context);
      if (trace) return endOf(() => finishCheck({ ...check, began }, trace, context, repairPorts));
      if (ports.remainingMs() < REPAIR_MS) return { postponed: [check.facts.id.arn] };
      return endOf(() => repairTrail(check, context, repairPorts));
    }),
  );
  const records = results.flatMap(({ records: made = [] }) => made);
  return {
    scan,
    records,
    recordings: recordingsOf(checks, records),
    unusedEntries: own.flatMap(({ id, memory }) => unusedEntries(id.arn, memory)),
    postponed: [...unchecked, ...results.flatMap(({ postponed = [] }) => postponed)],
    errors: results.flatMap(({ errors = [] }) => errors),
  };
}

/** Ports whose observations of trails stay within the rate of the Region. */
function withReadLimit(ports: Ports, limit: RateLimiter): Ports {
  return {
    ...ports,
    async observe(...request) {
      await limit(OBSERVATION_READS);
      return ports.observe(...request);
    },
    async observeAgain(...request) {
      await limit(OBSERVATION_READS - 1);
      return ports.observeAgain(...request);
    },
  };
}

function recordingsOf(checks: readonly QuickCheck[], records: readonly OutcomeRecord[]): Recordings {
  return new Map(
    checks.flatMap(({ facts }) => {
      const last = records.findLast(({ trailArn }) => trailArn === facts.id.arn);
      const recording = recordingOf(facts, last);
      return recording ? [[facts.id.arn, recording]] : [];
    }),
  );
}

type RunEnd = Partial<Pick<ScannedRegion, 'records' | 'postponed' | 'errors'>>;

/** Collects the error of a run, so that the scan continues with the next trail. */
async function endOf(run: () => Promise<readonly OutcomeRecord[]>): Promise<RunEnd> {
  try {
    return { records: await run() };
  } catch (error) {
    return { errors: [error] };
  }
}

/** Repairs a trail, and rechecks it only while enough time is left for another repair. */
function repairTrail(check: QuickCheck, context: ScanContext, ports: Ports, lease?: LeaseHandle) {
  const { id } = check.facts;
  return remediateTrail({ ...context, id }, ports, lease, ports.remainingMs() - REPAIR_MS);
}

/** Undefined: the trail needs a run. */
function screenCheck(check: QuickCheck, { trigger, settings }: ScanContext): RunTrace | undefined {
  if (!isEventVisible(trigger, check)) return undefined;
  return screen(check, { trigger, settings, memory: knownMemory(check.memory) });
}

/** Reports a trail that needs no repair. Releases an abandoned lease and makes its recheck. */
async function finishCheck(
  check: QuickCheck & Known,
  trace: RunTrace,
  context: ScanContext,
  ports: Ports,
): Promise<readonly OutcomeRecord[]> {
  const { trigger, settings } = context;
  const { facts, memory, began } = check;
  const lease = leaseHandle(ports.ledger, facts.id.arn, trigger, ports.clock);
  const abandoned = memory.read ? findAbandonedLease(memory.value, trigger, facts.now) : undefined;
  if (abandoned) lease.adopt(abandoned);
  const header = newHeader(trigger, settings, ports);
  const record = trailRecord(header, { ...trace, ...(abandoned && { interrupted: abandoned.intent }) });
  const end = await finishRun({ record, last: facts, memory, began }, lease, ports);
  return end.isOver ? [end.record] : [end.record, ...(await repairTrail(check, context, ports, lease))];
}
