import { CommanderError } from 'commander';
import { LocalAwsError } from './local-aws-error.ts';

/** The signals that end a command. */
export type EndingSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/**
 * Runs a command of this process, whose result is the exit code: 2 where it was asked for wrongly or the local AWS could not start or was
 * lost, with a sentence on stderr. Any other error is a mistake of ours, and shown as such.
 */
export async function runAsCommand(command: () => Promise<number>): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever read it has gone, as behind `| head`: what was begun is ended all the same.
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    process.exitCode = await command();
  } catch (error) {
    if (error instanceof CommanderError) {
      // It has said what was wrong.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
    } else if (error instanceof LocalAwsError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 2;
    } else {
      throw error;
    }
  }
}

/** Hears of the first of each ending signal. Before somebody does, they end this process at once, and with it all that it started. */
export function onEndingSignal(hear: (name: EndingSignal) => void): void {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] satisfies EndingSignal[]) process.once(name, () => hear(name));
}
