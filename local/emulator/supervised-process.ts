import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const SUPERVISOR = fileURLToPath(new URL('supervisor.py', import.meta.url));

/** A command that lives no longer than this process, in a folder that goes with it. */
export interface SupervisedProcess {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when the command, everything it started and its folder are gone. Never rejects. */
  readonly ended: Promise<{ readonly code: number | null }>;
  /** Ends the command. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts a command on the leash (supervisor.py): when this process ends, in whatever way, so does the command with everything
 * that it started, and its folder is removed.
 * @param python the Python that holds the leash
 * @param folder made by the leash, must not exist
 */
export function startSupervised(
  python: string,
  folder: string,
  command: readonly string[],
  environment: NodeJS.ProcessEnv,
): SupervisedProcess {
  // Detached, so that a Ctrl-C on the terminal reaches us and not the leash.
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(
    python,
    ['-I', SUPERVISOR, folder, ...command],
    {
      env: environment,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  const ended = new Promise<{ code: number | null }>((resolve) => {
    child.once('error', () => resolve({ code: null }));
    child.once('close', (code) => resolve({ code }));
  });
  child.stdin.on('error', () => {}); // a startSupervised that is already gone needs no telling
  return {
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
