import { knownGroups } from '../../core/memory/known-groups.ts';
import { findAbandonedLease } from '../../core/memory/lease.ts';
import { changeRemembered } from '../../core/memory/target-history.ts';
import type { AwsResult } from '../../core/model/aws-result.ts';
import type { Trail } from '../../core/model/facts.ts';
import type { OutcomeRecord } from '../../core/model/outcome.ts';
import type { ListedTrail, RegionScan } from '../../core/model/region-scan.ts';
import type { Settings } from '../../core/model/settings.ts';
import type { TrailId } from '../../core/model/trail-id.ts';
import type { SweepTrigger } from '../../core/model/trigger.ts';
import type { SweepRecord } from '../../core/outcome/account-records.ts';
import { unlistedRegion } from '../../core/outcome/account-records.ts';
import { type QuickCheck, screen } from '../../core/outcome/screening.ts';
import { completed, type RecordHeader } from '../../core/outcome/trail-record.ts';
import { assess } from '../../core/rules/assess.ts';
import { scopeOf } from '../../core/scope/scope.ts';
import type { QuickChecker, Telling, World } from '../ports.ts';
import { type LeaseHandle, leaseHandle } from '../remediate/lease-handle.ts';
import { finishRun, remediateTrail } from '../remediate/remediate.ts';
import { type RateLimiter, rateLimiter } from './rate-limit.ts';

/** What a sweep touches beside what a repair does. */
export interface SweepWorld extends World, Telling {
  readonly listTrails: (region: string) => Promise<AwsResult<readonly ListedTrail[]>>;
  readonly glance: QuickChecker;
  /** How long this invocation may still take, in milliseconds. */
  readonly remainingMs: () => number;
}

/** What all regions of one sweep share. */
export interface SweepContext {
  readonly trigger: SweepTrigger;
  readonly settings: Settings;
  readonly settleSeconds: number;
  /** Trails that an earlier sweep had no time for: they come first. */
  readonly first: ReadonlySet<string>;
  /** Takes an outcome: logs and tells it, unless that was done. */
  readonly report: (about: SweepRecord) => Promise<unknown>;
  /** Takes what kept a run from ending; it is thrown when everything else is done. */
  readonly failed: (error: unknown) => void;
}

/** A region with its trails that there was no time for. */
export interface SweptRegion {
  readonly seen: RegionScan;
  readonly left: readonly string[];
}

/**
 * Reads of one region that go out in a second. CloudTrail allows 10 of its reads (CloudTrail user guide, "Quotas in AWS
 * CloudTrail"); others read there too.
 */
export const READS_PER_SECOND = 8;
/** A read may be tried three times and take ten seconds each. */
export const TIME_FOR_A_GLANCE_MS = 40_000;
/** Two minutes of trying for a role, two for its policy, two for UpdateTrail, and the reads before and after. */
export const TIME_FOR_A_REPAIR_MS = 7 * 60_000;

/**
 * Looks at every trail whose home is the region, at CloudTrail's pace, and repairs those that need it one after the other:
 * CloudTrail allows about one write a second.
 */
export async function sweepRegion(region: string, round: SweepContext, world: SweepWorld): Promise<SweptRegion> {
  if (world.remainingMs() < TIME_FOR_A_GLANCE_MS) return { seen: { region, seen: 'left' }, left: [] };
  const pace = rateLimiter(world.clock, READS_PER_SECOND);
  await pace(1);
  const listing = await world.listTrails(region);
  if (!listing.ok) return { seen: unlistedRegion(region, listing.error), left: [] };
  const seen: RegionScan = { region, seen: 'listed', trails: listing.value };
  const { account } = round.settings;
  const own = listing.value.filter(({ id, trail }) => trail.homeRegion === region && id.account === account);
  const ordered = own.toSorted((one, other) => rank(one, round) - rank(other, round));

  const looks = await glances(ordered, round, world, pace);
  const left = ordered.slice(looks.length).map(({ id }) => id.arn);
  const broken: QuickCheck[] = [];
  for (const look of looks) {
    const stamp: RecordHeader = { id: world.newId(), time: isoTime(world), mode: round.settings.mode };
    const record = screen(stamp, round.trigger, look, round.settings);
    if (!record) broken.push(look);
    else await keepingOn(round, look.facts.id, () => concluded(look, record, round, world));
  }
  for (const { facts } of broken) {
    if (world.remainingMs() < TIME_FOR_A_REPAIR_MS) left.push(facts.id.arn);
    else await keepingOn(round, facts.id, () => attended(facts.id, round, world));
  }
  return { seen, left };
}

/** Every look may take as long as a repair: none is begun that could not end. */
function attended(
  id: TrailId,
  round: SweepContext,
  world: SweepWorld,
  hold?: LeaseHandle,
): Promise<readonly OutcomeRecord[]> {
  return remediateTrail({ ...round, id, mostMs: world.remainingMs() - TIME_FOR_A_REPAIR_MS }, world, hold);
}

/** Reports what a run came to. What it throws is reported like a refused message: the next trail is not to wait for it. */
async function keepingOn(
  round: SweepContext,
  id: TrailId,
  run: () => Promise<readonly OutcomeRecord[]>,
): Promise<void> {
  try {
    for (const record of await run()) await round.report({ record, id, isNotifiable: true });
  } catch (error) {
    round.failed(error);
  }
}

/** Ends the run of a trail that a glance was enough for; a lease that a run left behind is given back, after a look for who marked it. */
async function concluded(
  { facts, memory }: QuickCheck,
  record: OutcomeRecord,
  round: SweepContext,
  world: SweepWorld,
): Promise<readonly OutcomeRecord[]> {
  const hold = leaseHandle(world.ledger, facts.id.arn, round.trigger, world.clock);
  const left = memory.read ? findAbandonedLease(memory.value, round.trigger, facts.now) : undefined;
  if (left) hold.takeOver(left);
  const ledgerError = memory.read ? {} : { ledgerError: memory.why };
  const ended = { record: { ...completed(record, left?.begun, facts), ...ledgerError }, last: facts, memory };
  const { record: told, isOver } = await finishRun(ended, hold, world);
  return isOver ? [told] : [told, ...(await attended(facts.id, round, world, hold))];
}

function rank({ id }: ListedTrail, { first }: SweepContext): number {
  return first.has(id.arn) ? 0 : 1;
}

/** Glances at the trails, in their order, while there is time. */
async function glances(
  trails: readonly ListedTrail[],
  { settings }: SweepContext,
  world: SweepWorld,
  pace: RateLimiter,
): Promise<readonly QuickCheck[]> {
  const looks: Promise<QuickCheck>[] = [];
  for (const { id, trail } of trails) {
    await pace(readsOfAGlance(trail));
    if (world.remainingMs() < TIME_FOR_A_GLANCE_MS) break;
    looks.push(glanceAt(id, trail, settings, world));
  }
  return Promise.all(looks);
}

/** The reads of CloudTrail in a glance: GetTrailStatus and ListTags, and GetEventSelectors where a trail has its own. */
function readsOfAGlance({ hasCustomEventSelectors }: Trail): number {
  return hasCustomEventSelectors ? 3 : 2;
}

async function glanceAt(id: TrailId, trail: Trail, settings: Settings, world: SweepWorld): Promise<QuickCheck> {
  const [seen, memory] = await Promise.all([world.glance(trail, id, isoTime(world)), world.ledger.load(id.arn)]);
  const change = memory.read ? changeRemembered(memory.value) : undefined;
  const groups = memory.read ? knownGroups(memory.value) : [];
  const facts = { ...seen, ...(change && { change }), ...(groups.length > 0 && { knownGroups: groups }) };
  return { facts, findings: assess(facts, settings), scope: scopeOf(facts, settings), memory };
}

function isoTime({ clock }: SweepWorld): string {
  return new Date(clock.now()).toISOString();
}
