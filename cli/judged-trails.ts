import { scanTrails } from '../lambda/app/scan.ts';
import type { TrailFacts } from '../lambda/core/model/facts.ts';
import { sentence } from '../lambda/core/model/foreign-text.ts';
import { type Account, type AccountOptions, openAccount } from './account.ts';
import { UserError } from './errors.ts';
import { keepFacts } from './keep-facts.ts';
import { isOfTrail, type PlannedTrail } from './output/plan.ts';
import type { Terminal } from './terminal.ts';
import { selectTrails } from './trail-argument.ts';

/** The options of a command about single trails. */
export interface TrailOptions extends AccountOptions {
  readonly allRegions?: boolean;
}

/** The trails that a command names, as a dry run judges them, and with what it read them. */
export interface JudgedTrails extends Account {
  /** By Region and name. */
  readonly trails: readonly PlannedTrail[];
  /** Whether the trails of every Region are among them. */
  readonly isComplete: boolean;
  /** What was read about each trail, by its ARN. */
  readonly facts: ReadonlyMap<string, TrailFacts>;
}

/**
 * Notes the Regions whose trails AWS did not list.
 * @throws UserError without a Region, without any trail, and for a trail that does not exist; the
 *   SDK's errors
 */
export async function judgeTrails(
  trail: string | undefined,
  options: TrailOptions,
  terminal: Terminal,
): Promise<JudgedTrails> {
  terminal.progress(`Reading ${trail ?? 'the trails'} …`);
  const account = await openAccount(options, terminal);
  const { session, settings, ports } = account;
  const { allRegions } = options;
  const place = { region: session.region, ...(allRegions !== undefined && { allRegions }) };
  const selected = await selectTrails(trail, place, ports);
  const task = { settings, settleSeconds: 0, ownRegions: [session.region], ...selected };
  const { ports: keeping, facts } = keepFacts(ports);
  const records = await scanTrails(task, keeping);
  const trails = records.filter(isOfTrail).toSorted((one, other) => (one.subject.arn < other.subject.arn ? -1 : 1));
  const unread = records.flatMap(({ subject, detail }) =>
    subject.kind === 'trail' ? [] : [`${subject.kind === 'region' ? `${subject.region}: ` : ''}${sentence(detail)}`],
  );
  if (trails.length === 0) throw new UserError(unread.join('; ') || noTrail(place));
  for (const why of unread) terminal.note(why);
  return { ...account, trails, isComplete: unread.length === 0, facts };
}

function noTrail({ region, allRegions }: { readonly region: string; readonly allRegions?: boolean }): string {
  if (allRegions) return 'The account has no trail.';
  return `${region} is the home Region of no trail. Use --region or --all-regions.`;
}
