import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LocalAwsError } from '../local-aws-error.ts';
import { emulatorEnvironment } from './emulator-environment.ts';
import { type SupervisedProcess, startSupervised } from './supervised-process.ts';
import { findTemporaryFolder } from './temporary-folder.ts';

const SERVE = fileURLToPath(new URL('serve.py', import.meta.url));
/** A start takes about a second, and longer on a busy machine. */
const START_TIMEOUT_MS = 300_000;
/** How many of the last lines of the log are kept. */
const LOG_LINES = 50;

/** A running MiniStack. */
export interface Emulator {
  /** The emulator's address, for the gate alone: all clients call the gate. */
  readonly url: URL;
  /**
   * Holds every file that the emulator and its functions write. It is removed when the emulator
   * ends.
   */
  readonly folder: string;
  /** Settles when the emulator has ended, for whatever reason, with the last lines of its log. */
  readonly ended: Promise<readonly string[]>;
  stop(): Promise<void>;
}

/**
 * Starts MiniStack under the supervisor and waits until it answers.
 * @param python of the virtual environment that holds MiniStack
 * @throws LocalAwsError with the last line of its log when it does not start
 */
export async function startEmulator(python: string, gate: URL): Promise<Emulator> {
  const folder = join(findTemporaryFolder(), `trailmend-local-aws-${randomBytes(6).toString('hex')}`);
  const child = startSupervised(python, folder, [python, '-I', SERVE], emulatorEnvironment(gate, folder));
  const log: string[] = [];
  createInterface(child.stderr).on('line', (line) => {
    log.push(line);
    if (log.length > LOG_LINES) log.shift();
  });
  // The supervisor removes the folder, unless the supervisor itself was killed.
  const ended = child.ended.then(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const stop = async () => {
    await child.stop();
    await ended;
  };
  try {
    const deadline = AbortSignal.timeout(START_TIMEOUT_MS);
    const url = new URL(`http://127.0.0.1:${await announcedPort(child, deadline)}`);
    await waitUntilHealthy(url, deadline);
    return { url, folder, ended: ended.then(() => log), stop };
  } catch (error) {
    await stop();
    throw new LocalAwsError(`The emulator did not start: ${log.at(-1) ?? String(error)}`);
  }
}

/** The port that serve.py prints as its only line. */
async function announcedPort({ stdout, ended }: SupervisedProcess, deadline: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface(stdout).once('line', resolve);
    deadline.addEventListener('abort', () => reject(deadline.reason), { once: true });
    void ended.then(() => reject(new Error('it ended without a message')));
  });
}

/**
 * The emulator listens before it prints its port, so the first request waits until the emulator
 * answers it.
 */
async function waitUntilHealthy(url: URL, deadline: AbortSignal): Promise<void> {
  const answer = await fetch(new URL('/_ministack/health', url), { signal: deadline });
  if (!answer.ok) throw new Error(`its health check answers ${answer.status}`);
  await answer.arrayBuffer();
}
