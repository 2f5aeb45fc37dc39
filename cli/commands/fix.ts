import { commandPorts } from '../../lambda/app/command-ports.ts';
import { isoTime } from '../../lambda/app/ports.ts';
import { remediateTrail } from '../../lambda/app/remediate/remediate.ts';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import { parseTrailArn } from '../../lambda/core/model/trail-id.ts';
import { type ConfirmOptions, confirmCalls } from '../confirm.ts';
import { isOpen } from '../findings.ts';
import { type JudgedTrails, judgeTrails, type TrailOptions } from '../judged-trails.ts';
import { FIX_APP_ID } from '../last-repair.ts';
import { type PlannedTrail, planText } from '../output/plan.ts';
import { scanText } from '../output/scan-text.ts';
import { writePorts } from '../ports.ts';
import type { Terminal } from '../terminal.ts';

export interface FixOptions extends TrailOptions, ConfirmOptions {}

/**
 * `trailmend fix [TRAIL]`: shows the plan, asks, makes the calls, and reads the result back. A run
 * that is interrupted between two calls leaves what the next one takes up.
 * @returns 0 when every trail is compliant or fixed, else 1
 * @throws UserError when nobody can answer the question
 */
export async function runFix(trail: string | undefined, options: FixOptions, terminal: Terminal): Promise<number> {
  // The SDK adds it to the user agent, so that the event history shows which calls are repairs.
  process.env['AWS_SDK_UA_APP_ID'] = FIX_APP_ID;
  const judged = await judgeTrails(trail, options, terminal);
  const planned = judged.trails;
  terminal.write(planText(planned));
  const repairable = planned.filter(({ plan }) => plan.steps.length > 0);
  const rest = planned.filter((record) => !repairable.includes(record));
  const isDone = (records: readonly OutcomeRecord[]) => judged.isComplete && !records.some(isOpen);
  if (repairable.length === 0) return isDone(rest) ? 0 : 1;
  const count = repairable.reduce((sum, { plan }) => sum + plan.steps.length, 0);
  if (!(await confirmCalls(count, options, terminal))) return 1;
  const fixed: OutcomeRecord[] = [];
  for (const record of repairable) {
    terminal.progress(`Repairing ${record.subject.name} …`);
    fixed.push(...(await fixTrail(record, judged)));
  }
  terminal.write(`\n${scanText(fixed)}`);
  return isDone([...rest, ...fixed]) ? 0 : 1;
}

async function fixTrail(
  { subject }: PlannedTrail,
  { session, settings, ports: reads }: JudgedTrails,
): Promise<readonly OutcomeRecord[]> {
  const id = parseTrailArn(subject.arn);
  if (!id) throw new Error(`DescribeTrails returned the ARN ${subject.arn}`);
  const ports = commandPorts(reads, writePorts(session, settings));
  const trigger = { kind: 'sweep', time: isoTime(ports.clock) } as const;
  return remediateTrail({ id, trigger, settings: { ...settings, mode: 'fix' }, settleSeconds: 0 }, ports);
}
