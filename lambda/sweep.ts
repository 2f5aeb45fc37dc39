import type { Answer } from './aws/errors.ts';
import type { TrailId } from './core/arn.ts';
import type { Fact } from './core/facts.ts';
import type { SweepTrigger } from './core/occasion.ts';
import type { AwsError } from './core/outcome-record.ts';
import type { Stamp } from './core/record.ts';
import { assessAccount } from './core/rules/account.ts';
import type { ListedTrail, Listening, SeenRegion } from './core/seen-region.ts';
import type { Settings } from './core/settings.ts';
import {
  type About,
  accountRecord,
  listeningRecord,
  memberRecord,
  regionRecord,
  regionsUnreadRecord,
  type SweptAccount,
} from './core/sweep-records.ts';
import { type Cursor, leave, leftBefore } from './cursor.ts';
import { inParallel } from './pace.ts';
import { type Round, type SweepWorld, type SweptRegion, sweepRegion } from './sweep-region.ts';

/** What is to be swept. */
export interface SweepTask extends SweptAccount {
  readonly settings: Settings;
  readonly settleSeconds: number;
  /** The regions to look at; absent: all that the account can use. */
  readonly regions?: readonly string[];
  /** The regions of trailmend's own stacks: looked at when the others cannot be learned. */
  readonly ownRegions: readonly string[];
  /** When the sweep was due, ISO 8601, UTC, which its next try is told as well. Absent: now. */
  readonly due?: string;
  /** Somebody asked for these regions once: what that says about the account, or about the next sweep, is not concluded. */
  readonly onceOnly: boolean;
}

/** Everything that a sweep touches. */
export interface WholeSweepWorld extends SweepWorld {
  readonly enabledRegions: () => Promise<Answer<readonly string[]>>;
  /** Whether trailmend hears of changes in one of its own regions. */
  readonly listening: (region: string) => Promise<Fact<Listening>>;
}

/** What became of a sweep, for its log line. */
export interface Swept {
  readonly regions: number;
  /** Trails whose home is one of the regions. */
  readonly trails: number;
  readonly closed: readonly string[];
  readonly unread: readonly string[];
  /** What there was no time for; the next sweep begins there. */
  readonly left: Cursor;
  readonly tookMs: number;
}

/** How many regions are looked at together: all that an account usually has, and not more connections than that. */
const MOST_REGIONS = 20;

/**
 * One pass over all trails of all regions. Each outcome is reported as soon as it is known.
 * @throws the first error of `report`, when everything else is done
 */
export async function sweep(
  task: SweepTask,
  world: WholeSweepWorld,
  report: (about: About) => Promise<void>,
): Promise<Swept> {
  const began = world.clock.now();
  const trigger: SweepTrigger = { kind: 'sweep', time: task.due ?? isoTime(began) };
  const stamp = (): Stamp => ({ id: world.newId(), time: isoTime(world.clock.now()), mode: task.settings.mode });
  const listening = task.onceOnly ? [] : Promise.all(task.ownRegions.map((region) => heardIn(region, world)));
  const [{ regions, unlisted }, before] = await Promise.all([regionsOf(task, world), leftBefore(world.ledger)]);

  const errors: unknown[] = [];
  const reported = async (about: About | undefined): Promise<void> => {
    try {
      if (about) await report(about);
    } catch (untold) {
      // The next trail is not to wait for this one's message.
      errors.push(untold);
    }
  };
  const round: Round = {
    ...task,
    trigger,
    first: new Set(before.trails),
    report: reported,
    failed: (error) => errors.push(error),
  };
  if (unlisted) await reported(regionsUnreadRecord(stamp(), trigger, task, unlisted));
  const swept = await inParallel(startingWith(before, regions), MOST_REGIONS, async (region) => {
    try {
      const done = await sweepRegion(region, round, world);
      await reported(regionRecord(stamp(), trigger, task, done.seen));
      return done;
    } catch (error) {
      // A mistake of ours in one region keeps no other from being looked at; it is thrown at the end.
      errors.push(error);
      return { seen: { region, seen: 'left' }, left: [] } satisfies SweptRegion;
    }
  });

  const seen = swept.map((one) => one.seen);
  for (const id of membersTrails(seen, task)) await reported(memberRecord(stamp(), trigger, id));
  const left = leftBy(swept);
  if (!task.onceOnly) {
    for (const [region, heard] of await listening) {
      await reported(listeningRecord(stamp(), trigger, task, region, heard));
    }
    if (!unlisted) await reported(accountRecord(stamp(), trigger, task, assessAccount(seen)));
    if (!isEmpty(left) || !isEmpty(before)) await leave(left, world.ledger, trigger.time);
  }
  if (errors.length > 0) throw errors[0];
  return {
    regions: regions.length,
    trails: seen.flatMap((one) => homeTrails(one)).length,
    closed: named(seen, 'closed'),
    unread: named(seen, 'unread'),
    left,
    tookMs: world.clock.now() - began,
  };
}

/** Reads beside the trails: it uses other quotas. */
async function heardIn(region: string, world: WholeSweepWorld): Promise<readonly [string, Fact<Listening>]> {
  return [region, await world.listening(region)];
}

interface Regions {
  readonly regions: readonly string[];
  /** Why the regions that the account can use are not known. */
  readonly unlisted?: AwsError;
}

async function regionsOf({ regions, ownRegions }: SweepTask, world: WholeSweepWorld): Promise<Regions> {
  if (regions) return { regions };
  const enabled = await world.enabledRegions();
  return enabled.ok ? { regions: enabled.value } : { regions: ownRegions, unlisted: enabled.error };
}

/** The regions with what an earlier sweep left undone in front. */
function startingWith({ regions: left, trails }: Cursor, regions: readonly string[]): readonly string[] {
  const waiting = new Set([...left, ...trails.map((arn) => arn.split(':')[3])]);
  return [...regions.filter((region) => waiting.has(region)), ...regions.filter((region) => !waiting.has(region))];
}

/** The organization's trails that are another account's, each once, wherever they were seen. */
function membersTrails(seen: readonly SeenRegion[], { account }: SweepTask): readonly TrailId[] {
  const others = seen
    .flatMap((region) => (region.seen === 'listed' ? region.trails : []))
    .filter(({ id, trail }) => trail.isOrganizationTrail && id.account !== account);
  return [...new Map(others.map(({ id }) => [id.arn, id])).values()];
}

function homeTrails(seen: SeenRegion): readonly ListedTrail[] {
  return seen.seen === 'listed' ? seen.trails.filter(({ trail }) => trail.homeRegion === seen.region) : [];
}

function leftBy(swept: readonly SweptRegion[]): Cursor {
  const regions = named(
    swept.map(({ seen }) => seen),
    'left',
  );
  return { regions, trails: swept.flatMap(({ left }) => left) };
}

function named(seen: readonly SeenRegion[], how: SeenRegion['seen']): readonly string[] {
  return seen.filter((one) => one.seen === how).map(({ region }) => region);
}

function isEmpty({ regions, trails }: Cursor): boolean {
  return regions.length + trails.length === 0;
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
