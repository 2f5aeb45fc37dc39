import type { TrailFacts } from '../lambda/core/model/facts.ts';
import { parseTrailArn, type TrailId } from '../lambda/core/model/trail-id.ts';
import { type ConfirmOptions, confirmCalls } from './confirm.ts';
import { type JudgedTrails, judgeTrails, type TrailOptions } from './judged-trails.ts';
import type { PlannedTrail } from './output/plan.ts';
import { makeCalls, type OwnerCall, ownerCommand } from './owner-calls.ts';
import type { Terminal } from './terminal.ts';

export interface OwnerOptions extends TrailOptions, ConfirmOptions {}

/** One trail that its owner decides about. */
export interface OwnedTrail {
  readonly id: TrailId;
  readonly record: PlannedTrail;
  /** What the judgement is about. */
  readonly facts: TrailFacts;
  readonly judged: JudgedTrails;
}

/** @throws UserError for a trail that does not exist, and the SDK's errors */
export async function judgeTrail(trail: string, options: OwnerOptions, terminal: Terminal): Promise<OwnedTrail> {
  const judged = await judgeTrails(trail, options, terminal);
  const [record] = judged.trails;
  const id = record && parseTrailArn(record.subject.arn);
  const facts = record && judged.facts.get(record.subject.arn);
  if (!record || !id || !facts) throw new Error(`trailmend could not judge ${trail}`);
  return { id, record, facts, judged };
}

/**
 * Shows the calls, asks, and makes them.
 * @param why lines before the calls
 * @returns whether they were made
 * @throws UserError when AWS refuses a call, and when nobody can answer
 */
export async function decide(
  calls: readonly OwnerCall[],
  why: readonly string[],
  { id, judged }: OwnedTrail,
  options: OwnerOptions,
  terminal: Terminal,
): Promise<boolean> {
  const commands = calls.map((call) => `  ${ownerCommand(call, id)}`);
  terminal.write(`${[...why, ...commands].join('\n')}\n`);
  if (!(await confirmCalls(calls.length, options, terminal))) return false;
  await makeCalls(calls, id, judged.session.clients);
  return true;
}
