import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const SUPERVISOR = fileURLToPath(new URL('supervisor.py', import.meta.url));

/** A command that ends with this process, with a folder that is removed when it ends. */
export interface SupervisedProcess {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /**
   * Settles when the command and everything that it started have ended and its folder is removed.
   * Never rejects.
   */
  readonly ended: Promise<{ readonly code: number | null }>;
  /** Ends the command. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts a command under supervisor.py: when this process ends, however it ends, the supervisor
 * ends the command with everything that it started, and removes its folder.
 * @param python runs the supervisor
 * @param folder created by the supervisor; must not exist
 */
export function startSupervised(
  python: string,
  folder: string,
  command: readonly string[],
  environment: NodeJS.ProcessEnv,
): SupervisedProcess {
  // Detached, so that a Ctrl-C on the terminal reaches this process and not the supervisor.
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
  child.stdin.on('error', () => {}); // the supervisor has already ended
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
