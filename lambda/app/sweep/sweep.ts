import type { AwsError, AwsResult } from '../../core/model/aws-result.ts';
import type { Fact } from '../../core/model/facts.ts';
import type { EventRuleStatus, ListedTrail, RegionScan } from '../../core/model/region-scan.ts';
import type { Settings } from '../../core/model/settings.ts';
import type { TrailId } from '../../core/model/trail-id.ts';
import type { SweepTrigger } from '../../core/model/trigger.ts';
import {
  accountRecord,
  listeningRecord,
  memberRecord,
  regionRecord,
  regionsUnreadRecord,
  type SweepRecord,
  type SweptAccount,
} from '../../core/outcome/account-records.ts';
import type { RecordHeader } from '../../core/outcome/trail-record.ts';
import { assessAccount } from '../../core/rules/account.ts';
import { type Cursor, keep, keptBefore } from './checkpoint.ts';
import { mapConcurrent } from './rate-limit.ts';
import { type SweepContext, type SweepWorld, type SweptRegion, sweepRegion } from './sweep-region.ts';

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
  readonly enabledRegions: () => Promise<AwsResult<readonly string[]>>;
  /** Whether trailmend hears of changes in one of its own regions. */
  readonly listening: (region: string) => Promise<Fact<EventRuleStatus>>;
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
  /** Messages that could not be sent, trails that could not be given back, and mistakes of ours. */
  readonly failures: readonly string[];
  readonly tookMs: number;
}

/** How many regions are looked at together: all that an account usually has, and not more connections than that. */
const MOST_REGIONS = 20;

/**
 * One pass over all trails of all regions. Each outcome is reported as soon as it is known; the log tells of the sweep, however it ends.
 * @throws the first error of `report`, when everything else is done
 */
export async function sweep(
  task: SweepTask,
  world: WholeSweepWorld,
  report: (about: SweepRecord) => Promise<void>,
): Promise<Swept> {
  const began = world.clock.now();
  const trigger: SweepTrigger = { kind: 'sweep', time: task.due ?? isoTime(began) };
  const stamp = (): RecordHeader => ({ id: world.newId(), time: isoTime(world.clock.now()), mode: task.settings.mode });
  const listening = task.onceOnly ? [] : Promise.all(task.ownRegions.map((region) => heardIn(region, world)));
  const [{ regions, unlisted }, before] = await Promise.all([regionsOf(task, world), keptBefore(world.ledger)]);

  const errors: unknown[] = [];
  const reported = async (about: SweepRecord): Promise<boolean> => {
    try {
      await report(about);
      return true;
    } catch (untold) {
      // The next trail is not to wait for this one's message.
      errors.push(untold);
      return false;
    }
  };
  const standing = new Set(before.standing);
  // That a region or the account is in order is news only where it was not.
  const concluded = async (about: SweepRecord | undefined): Promise<void> => {
    if (!about) return;
    const { record, key = record.trailArn } = about;
    const isWrong = record.outcome === 'BLOCKED' || record.outcome === 'FAILED';
    if (isWrong) standing.add(key);
    if (record.outcome === 'COMPLIANT' && !standing.has(key)) return;
    if ((await reported(about)) && !isWrong) standing.delete(key);
  };
  const round: SweepContext = {
    ...task,
    trigger,
    first: new Set(before.trails),
    report: reported,
    failed: (error) => errors.push(error),
  };
  if (unlisted) await concluded(regionsUnreadRecord(stamp(), trigger, task, unlisted));
  const done = await mapConcurrent(startingWith(before, regions), MOST_REGIONS, async (region) => {
    try {
      const swept = await sweepRegion(region, round, world);
      await concluded(regionRecord(stamp(), trigger, task, swept.seen));
      return swept;
    } catch (error) {
      // A mistake of ours in one region keeps no other from being looked at; it is thrown at the end.
      errors.push(error);
      return { seen: { region, seen: 'left' }, left: [] } satisfies SweptRegion;
    }
  });

  const seen = done.map((one) => one.seen);
  for (const id of membersTrails(seen, task)) await reported(memberRecord(stamp(), trigger, id));
  const left = leftBy(done);
  if (!task.onceOnly) {
    const closed = named(seen, 'closed');
    for (const [region, heard] of await listening) {
      // Nothing can change in a closed region, and nothing be read there.
      if (!closed.includes(region)) await concluded(listeningRecord(stamp(), trigger, task, region, heard));
    }
    const findings = assessAccount(seen, task.regions !== undefined);
    if (!unlisted) await concluded(accountRecord(stamp(), trigger, task, findings));
    await keep({ ...left, standing: [...standing] }, before, world.ledger, trigger.time);
  }
  const swept: Swept = {
    regions: regions.length,
    trails: seen.flatMap((one) => homeTrails(one)).length,
    closed: named(seen, 'closed'),
    unread: named(seen, 'unread'),
    left,
    failures: errors.map(String),
    tookMs: world.clock.now() - began,
  };
  world.log.info('sweep', { ...swept });
  if (errors.length > 0) throw errors[0];
  return swept;
}

/** Reads beside the trails: it uses other quotas. */
async function heardIn(region: string, world: WholeSweepWorld): Promise<readonly [string, Fact<EventRuleStatus>]> {
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

/** The regions that an earlier sweep did not come to first, then those whose trails it left. */
function startingWith({ regions: left, trails }: Cursor, regions: readonly string[]): readonly string[] {
  const homes = trails.map((arn) => arn.split(':')[3]);
  const rank = (region: string): number => (left.includes(region) ? 0 : homes.includes(region) ? 1 : 2);
  return regions.toSorted((one, other) => rank(one) - rank(other));
}

/** The organization's trails that are another account's, each once, wherever they were seen. */
function membersTrails(seen: readonly RegionScan[], { account }: SweepTask): readonly TrailId[] {
  const others = seen
    .flatMap((region) => (region.seen === 'listed' ? region.trails : []))
    .filter(({ id, trail }) => trail.isOrganizationTrail && id.account !== account);
  return [...new Map(others.map(({ id }) => [id.arn, id])).values()];
}

function homeTrails(seen: RegionScan): readonly ListedTrail[] {
  return seen.seen === 'listed' ? seen.trails.filter(({ trail }) => trail.homeRegion === seen.region) : [];
}

function leftBy(swept: readonly SweptRegion[]): Cursor {
  const regions = named(
    swept.map(({ seen }) => seen),
    'left',
  );
  return { regions, trails: swept.flatMap(({ left }) => left) };
}

function named(seen: readonly RegionScan[], how: RegionScan['seen']): readonly string[] {
  return seen.filter((one) => one.seen === how).map(({ region }) => region);
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
