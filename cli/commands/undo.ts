import { EXCLUDE_TAG } from '../../lambda/core/integration/names.ts';
import { DAY_MS } from '../../lambda/core/model/age.ts';
import { formatAwsError } from '../../lambda/core/model/aws-result.ts';
import { isRead } from '../../lambda/core/model/fact.ts';
import { sentence } from '../../lambda/core/model/foreign-text.ts';
import type { Target } from '../../lambda/core/model/trail.ts';
import { UserError } from '../errors.ts';
import { type Repair, repairInEvents, repairInLog } from '../last-repair.ts';
import { setTag, setTarget } from '../owner-calls.ts';
import { decide, judgeTrail, type OwnedTrail, type OwnerOptions } from '../owner-task.ts';
import type { Terminal } from '../terminal.ts';
import { readStackHistory } from '../trail-history.ts';

export interface UndoOptions extends OwnerOptions {
  /** How many days the function leaves the trail alone. */
  readonly days: number;
}

/** CloudTrail keeps its event history for 90 days. */
const HISTORY_DAYS = 90;

/**
 * `trailmend undo TRAIL`: brings back where a trail delivered before trailmend's last repair. It
 * first excludes the trail for some days, so that the function does not repair it again.
 * @returns 0 when the calls were made; 1 when the user declines
 * @throws UserError when nothing says what the last repair changed, and when AWS refuses a call
 */
export async function runUndo(trail: string, options: UndoOptions, terminal: Terminal): Promise<number> {
  const owned = await judgeTrail(trail, options, terminal);
  const { trail: found } = owned.facts;
  if (!isRead(found)) throw new UserError(`AWS did not return the trail ${sentence(owned.id.name)}.`);
  const { logGroupArn, roleArn } = found.value;
  const repair = await lastRepair({ logGroupArn, roleArn }, owned, terminal);
  const until = new Date(owned.judged.ports.clock.now() + options.days * DAY_MS).toISOString().slice(0, 10);
  const calls = [setTag(owned.id, EXCLUDE_TAG, until), setTarget(owned.id, repair.before)];
  if (!(await decide(calls, reasons(repair, owned, until), owned, options, terminal))) return 1;
  terminal.write(
    `Done. trailmend leaves the trail alone until ${until}; trailmend resume ${owned.id.arn} ends that.\n`,
  );
  return 0;
}

/** @throws UserError when nothing knows a repair that led to the trail's target */
async function lastRepair(now: Target, owned: OwnedTrail, terminal: Terminal): Promise<Repair> {
  const { id, judged } = owned;
  const { session, stack } = judged;
  const why: string[] = [];
  if (stack) {
    const history = await readStackHistory(judged, stack, HISTORY_DAYS);
    const repair = history.ok ? repairInLog(history.value.records, id, now) : undefined;
    if (repair) return repair;
    why.push(history.ok ? "the function's log has none" : formatAwsError(history.error));
  }
  terminal.progress("Reading CloudTrail's event history …");
  const repair = await repairInEvents(session.clients.cloudTrail(id.region), id, now);
  if (repair.ok && repair.value) return repair.value;
  why.push(repair.ok ? "CloudTrail's event history of 90 days has none" : formatAwsError(repair.error));
  throw new UserError(
    `There is nothing to undo: no known repair set where ${sentence(id.name)} delivers now (${why.join('; ')}).`,
  );
}

function reasons({ time, before, after, startedLogging, source }: Repair, { id }: OwnedTrail, until: string): string[] {
  const name = sentence(id.name);
  return [
    `trailmend repaired ${name} (${id.region}) at ${time}, says ${source}.`,
    'Before the repair, the trail delivered to:',
    `  log group: ${sentence(before.logGroupArn || 'none')}`,
    `  role:      ${sentence(before.roleArn || 'none')}`,
    'After it, and these stay, because they may hold events or serve others:',
    `  log group: ${sentence(after.logGroupArn)}`,
    `  role:      ${sentence(after.roleArn)}`,
    ...(startedLogging
      ? [
          `trailmend had started the trail. It keeps logging; to stop it: aws cloudtrail stop-logging --name ${id.arn} --region ${id.region}`,
        ]
      : []),
    `These calls exclude the trail until ${until}, and restore where it delivered before:`,
  ];
}
