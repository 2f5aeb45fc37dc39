import { CommanderError } from 'commander';
import { LocalAwsError } from './local-aws-error.ts';

/** The signals that end a command. */
export type EndingSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/**
 * Runs the command of this process and sets the exit code to its result. The exit code is 2, with a
 * message on stderr, for wrong arguments and for a LocalAwsError. Any other error is a defect and
 * is thrown.
 */
export async function runAsCommand(command: () => Promise<number>): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has closed the pipe, as `| head` does: the command goes on, so that it can clean
    // up.
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    process.exitCode = await command();
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has already printed the message.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
    } else if (error instanceof LocalAwsError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 2;
    } else {
      throw error;
    }
  }
}

/**
 * Calls the listener at the first ending signal, and ignores later ones: after a Ctrl-C npm sends
 * the signal that the terminal has already sent. Without a listener these signals end the process
 * at once.
 * @param source of the signals: this process, except in tests
 */
export function onEndingSignal(listener: (name: EndingSignal) => void, source: NodeJS.EventEmitter = process): void {
  let isEnding = false;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] satisfies EndingSignal[]) {
    source.on(name, () => {
      if (!isEnding) listener(name);
      isEnding = true;
    });
  }
}
