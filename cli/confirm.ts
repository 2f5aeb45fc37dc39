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
export function confirmCalls(count: number, options: ConfirmOptions, terminal: Terminal): Promise<boolean> {
  const calls = count === 1 ? 'this call' : `these ${count} calls`;
  return confirm({ verb: 'make', what: calls }, options, terminal);
}

/**
 * Asks whether to do what a command has shown, such as to `delete` `this stack`.
 * @throws UserError without a terminal, because nobody can answer
 */
export async function confirm(
  { verb, what }: { readonly verb: string; readonly what: string },
  { yes }: ConfirmOptions,
  terminal: Terminal,
): Promise<boolean> {
  if (yes) return true;
  if (!terminal.ask) throw new UserError(`Nobody can confirm ${what} here. Use --yes to ${verb} them.`);
  const isConfirmed = await terminal.ask(`\n${verb[0]?.toUpperCase()}${verb.slice(1)} ${what}? [y/N] `);
  if (!isConfirmed) terminal.note('Nothing was changed.');
  return isConfirmed;
}
