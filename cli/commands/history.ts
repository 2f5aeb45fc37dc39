import type { Ledger } from '../../lambda/app/ledger.ts';
import { formatAwsError } from '../../lambda/core/model/aws-result.ts';
import { foreign } from '../../lambda/core/model/foreign-text.ts';
import { knownMemory } from '../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import { subjectKey } from '../../lambda/core/model/subject.ts';
import { type AccountOptions, openAccount } from '../account.ts';
import { UserError } from '../errors.ts';
import { historyJson, historyText, type ShownHistory } from '../output/history.ts';
import type { Terminal } from '../terminal.ts';
import { readStackHistory } from '../trail-history.ts';

export interface HistoryOptions extends AccountOptions {
  readonly output: keyof typeof FORMATS;
  readonly days: number;
}

const FORMATS = { text: historyText, json: historyJson } as const;

/**
 * `trailmend history [TRAIL]`: what trailmend did and found, oldest first, from the log of its
 * function. Sweeps that found nothing new are left out.
 * @returns 0
 * @throws UserError without a deployed stack, and when its log is unread
 */
export async function runHistory(
  trail: string | undefined,
  { output, days, ...options }: HistoryOptions,
  terminal: Terminal,
): Promise<number> {
  const account = await openAccount(options, terminal);
  const { stack } = account;
  if (!stack) throw new UserError('Only a deployed stack has a history. Use --stack and --stack-region.');
  const { logGroupName } = stack;
  terminal.progress(`Reading ${logGroupName} …`);
  const history = await readStackHistory(account, stack, days);
  if (!history.ok) throw new UserError(`The log group ${logGroupName} is unread: ${formatAwsError(history.error)}`);
  const { records, notUnderstood, isCut } = history.value;
  if (isCut) terminal.note('There are older records. A query returns 10,000 lines: use --days.');
  if (notUnderstood > 0) terminal.note(`${notUnderstood} records of another version of trailmend are left out.`);
  const shown = newsIn(trail === undefined ? records : records.filter((record) => isAbout(record, trail)));
  if (shown.length === 0) terminal.note(`The function reported nothing${about(trail)} in the last ${days} days.`);
  terminal.write(FORMATS[output]({ records: shown, messages: await lastMessages(shown, stack.ledger) }));
  return 0;
}

const about = (trail: string | undefined) => (trail === undefined ? '' : ` about ${foreign(trail)}`);

function isAbout({ subject }: OutcomeRecord, trail: string): boolean {
  return subject.kind === 'trail' && (subject.name === trail || subject.arn === trail);
}

/** Without the sweeps that found the same as the record before. */
function newsIn(records: readonly OutcomeRecord[]): readonly OutcomeRecord[] {
  const last = new Map<string, string>();
  return records.filter(({ subject, outcome, reason, trigger, applied }) => {
    const [key, found] = [subjectKey(subject), `${outcome} ${reason}`];
    const isSame = last.get(key) === found;
    last.set(key, found);
    return !isSame || trigger.kind === 'event' || applied.length > 0;
  });
}

async function lastMessages(records: readonly OutcomeRecord[], ledger: Ledger): Promise<ShownHistory['messages']> {
  const subjects = new Map(records.map(({ subject }) => [subjectKey(subject), subject]));
  const memories = await ledger.loadAll([...subjects.keys()]);
  return [...subjects.values()].flatMap((subject, index) => {
    const memory = memories[index];
    const sent = memory && knownMemory(memory).lastNotified;
    return sent ? [{ subject, time: sent.time, outcome: sent.outcome, reason: sent.reason }] : [];
  });
}
