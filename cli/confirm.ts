import { UserError } from './errors.ts';
import type { Terminal } from './terminal.ts';

/** The option with which a command that writes asks nobody. */
export interface ConfirmOptions {
  /** Answers the question whether to make the calls. */
  readonly yes?: boolean;
}

/**
 * Asks whether to make the calls that a command has shown.
 * @throws UserError without a terminal, because nobody can answer
 */
export async function confirmCalls(count: number, { yes }: ConfirmOptions, terminal: Terminal): Promise<boolean> {
  if (yes) return true;
  const calls = count === 1 ? 'this call' : `these ${count} calls`;
  if (!terminal.ask) throw new UserError(`Nobody can confirm ${calls} here. Use --yes to make them.`);
  const isConfirmed = await terminal.ask(`\nMake ${calls}? [y/N] `);
  if (!isConfirmed) terminal.note('Nothing was changed.');
  return isConfirmed;
}
