import { NO_LEDGER, type ReadPorts } from '../lambda/app/command-ports.ts';
import type { Settings } from '../lambda/core/model/settings.ts';
import { type DeployedStack, findDeployedStack, type StackOptions } from './deployed-stack.ts';
import { notedLedger } from './noted-ledger.ts';
import { readPorts } from './ports.ts';
import { type AwsOptions, openSession, type Session } from './session.ts';
import { defaultSettings } from './settings.ts';
import type { Terminal } from './terminal.ts';

/** The options of every command that calls AWS. */
export interface AccountOptions extends AwsOptions, StackOptions {}

/** The account of the caller, as a command works in it. */
export interface Account {
  readonly session: Session;
  /** Absent: no stack is deployed there, or the caller may not see it. */
  readonly stack?: DeployedStack;
  /** Those of the stack, or the defaults. */
  readonly settings: Settings;
  readonly ports: ReadPorts;
}

/**
 * @param howToChooseRegion see `openSession`
 * @throws UserError and the SDK's errors, see `openSession` and `findDeployedStack`
 */
export async function openAccount(
  options: AccountOptions,
  terminal: Pick<Terminal, 'note'>,
  howToChooseRegion?: string,
): Promise<Account> {
  const session = await openSession(options, howToChooseRegion);
  const { stack, notes } = await findDeployedStack(options, session.region);
  for (const note of notes) terminal.note(note);
  const settings = stack?.config.settings ?? defaultSettings(session.account);
  const ports = readPorts(session, settings, stack ? notedLedger(stack.ledger, terminal.note) : NO_LEDGER);
  return { session, ...(stack && { stack }), settings, ports };
}
