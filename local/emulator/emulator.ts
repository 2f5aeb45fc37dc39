import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LocalAwsError } from '../local-aws-error.ts';
import { emulatorEnvironment } from './environment.ts';
import { type Leashed, leash } from './leash.ts';
import { temporaryPlace } from './place.ts';

const SERVE = fileURLToPath(new URL('serve.py', import.meta.url));
/** Starting takes about a second, and many of them on a busy machine; after five minutes it will not succeed. */
const START_MS = 300_000;
const LINES_KEPT = 50;

/** A running MiniStack. */
export interface Emulator {
  /** Only the gate calls this; everybody else calls the gate. */
  readonly url: URL;
  /** Everything that the emulator and its functions write is below it. Removed at the end. */
  readonly folder: string;
  /** Settles when the emulator has ended, asked or not, with the last lines of its log. */
  readonly ended: Promise<readonly string[]>;
  stop(): Promise<void>;
}

/**
 * Starts MiniStack on the leash and waits until it answers.
 * @param python of the virtual environment that holds MiniStack
 * @throws LocalAwsError with the last line of its log when it does not start
 */
export async function startEmulator(python: string, gate: URL): Promise<Emulator> {
  const folder = join(temporaryPlace(), `trailmend-local-aws-${randomBytes(6).toString('hex')}`);
  const leashed = leash(python, folder, [python, '-I', SERVE], emulatorEnvironment(gate, folder));
  const log: string[] = [];
  createInterface(leashed.stderr).on('line', (line) => {
    log.push(line);
    if (log.length > LINES_KEPT) log.shift();
  });
  // The leash removes the folder, unless somebody killed the leash.
  const ended = leashed.ended.then(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const stop = async () => {
    await leashed.stop();
    await ended;
  };
  try {
    const deadline = AbortSignal.timeout(START_MS);
    const url = new URL(`http://127.0.0.1:${await announcedPort(leashed, deadline)}`);
    await answers(url, deadline);
    return { url, folder, ended: ended.then(() => log), stop };
  } catch (error) {
    await stop();
    throw new LocalAwsError(`The emulator did not start: ${log.at(-1) ?? String(error)}`);
  }
}

/** The one line that serve.py prints. */
async function announcedPort({ stdout, ended }: Leashed, deadline: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface(stdout).once('line', resolve);
    deadline.addEventListener('abort', () => reject(deadline.reason), { once: true });
    void ended.then(() => reject(new Error('it ended without a word')));
  });
}

/** The port already listens when it is announced, so the first request simply waits until the emulator takes it. */
async function answers(url: URL, deadline: AbortSignal): Promise<void> {
  const answer = await fetch(new URL('/_ministack/health', url), { signal: deadline });
  if (!answer.ok) throw new Error(`its health check answers ${answer.status}`);
  await answer.arrayBuffer();
}
