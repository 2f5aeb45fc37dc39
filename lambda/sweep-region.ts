import type { Answer } from './aws/errors.ts';
import type { Glance } from './aws/glance.ts';
import type { TrailId } from './core/arn.ts';
import { assess } from './core/assess.ts';
import type { Trail } from './core/facts.ts';
import { type Glanced, recordOfGlance } from './core/glanced.ts';
import type { SweepTrigger } from './core/occasion.ts';
import type { Stamp } from './core/record.ts';
import { scopeOf } from './core/scope.ts';
import { type ListedTrail, type SeenRegion, unlisted } from './core/seen-region.ts';
import type { Settings } from './core/settings.ts';
import type { About } from './core/sweep-records.ts';
import { type Pace, paceOf } from './pace.ts';
import { remediate, remembered, type World } from './remediate.ts';

/** What a sweep touches beside what a repair does. */
export interface SweepWorld extends World {
  readonly listTrails: (region: string) => Promise<Answer<readonly ListedTrail[]>>;
  readonly glance: Glance;
  /** How long this invocation may still take, in milliseconds. */
  readonly remainingMs: () => number;
}

/** What all regions of one sweep share. */
export interface Round {
  readonly trigger: SweepTrigger;
  readonly settings: Settings;
  readonly settleSeconds: number;
  /** Trails that an earlier sweep had no time for: they come first. */
  readonly first: ReadonlySet<string>;
  /** Logs and tells an outcome. */
  readonly report: (about: About) => Promise<void>;
}

/** A region with its trails that there was no time for. */
export interface SweptRegion {
  readonly seen: SeenRegion;
  readonly left: readonly string[];
}

/**
 * Reads of one region that go out in a second. CloudTrail allows 10 of its reads (CloudTrail user guide, "Quotas in AWS
 * CloudTrail"); others read there too.
 */
export const READS_PER_SECOND = 8;
/** A read may be tried three times and take ten seconds each. */
export const TIME_FOR_A_GLANCE_MS = 40_000;
/** Two minutes of trying for what is prepared, two for UpdateTrail, and the reads before and after. */
export const TIME_FOR_A_REPAIR_MS = 5 * 60_000;

/**
 * Looks at every trail whose home is the region, at CloudTrail's pace, and repairs those that need it one after the other:
 * CloudTrail allows about one write a second.
 */
export async function sweepRegion(region: string, round: Round, world: SweepWorld): Promise<SweptRegion> {
  if (world.remainingMs() < TIME_FOR_A_GLANCE_MS) return { seen: { region, seen: 'left' }, left: [] };
  const pace = paceOf(world.clock, READS_PER_SECOND);
  await pace(1);
  const listing = await world.listTrails(region);
  if (!listing.ok) return { seen: unlisted(region, listing.error), left: [] };
  const seen: SeenRegion = { region, seen: 'listed', trails: listing.value };
  const { account } = round.settings;
  const own = listing.value.filter(({ id, trail }) => trail.homeRegion === region && id.account === account);
  const ordered = own.toSorted((one, other) => rank(one, round) - rank(other, round));

  const looks = await glances(ordered, round, world, pace);
  const left = ordered.slice(looks.length).map(({ id }) => id.arn);
  const broken: Glanced[] = [];
  for (const look of looks) {
    const stamp: Stamp = { id: world.newId(), time: isoTime(world), mode: round.settings.mode };
    const record = recordOfGlance(stamp, round.trigger, look, round.settings);
    if (!record) broken.push(look);
    else await round.report({ record: await remembered(record, look, look.memory, world.ledger), id: look.facts.id });
  }
  for (const { facts } of broken) {
    if (world.remainingMs() < TIME_FOR_A_REPAIR_MS) left.push(facts.id.arn);
    else await round.report({ record: await remediate({ ...round, id: facts.id }, world), id: facts.id });
  }
  return { seen, left };
}

function rank({ id }: ListedTrail, { first }: Round): number {
  return first.has(id.arn) ? 0 : 1;
}

/** Glances at the trails, in their order, while there is time. */
async function glances(
  trails: readonly ListedTrail[],
  { settings }: Round,
  world: SweepWorld,
  pace: Pace,
): Promise<readonly Glanced[]> {
  const looks: Promise<Glanced>[] = [];
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

async function glanceAt(id: TrailId, trail: Trail, settings: Settings, world: SweepWorld): Promise<Glanced> {
  const [facts, memory] = await Promise.all([world.glance(trail, id, isoTime(world)), world.ledger.recall(id.arn)]);
  return { facts, findings: assess(facts, settings), scope: scopeOf(facts, settings), memory };
}

function isoTime({ clock }: SweepWorld): string {
  return new Date(clock.now()).toISOString();
}
