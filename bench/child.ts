import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** A measurement gave no result, or not the expected one. */
export class MeasuringError extends Error {
  override readonly name = 'MeasuringError';
}

/**
 * Runs one of the measuring programs of this folder in a new process of this Node.js.
 * @param cpuShare between 0 and 1: the process runs only for that part of the time
 * @returns the JSON that it wrote to file descriptor 3; standard output has the log of the function
 * @throws MeasuringError with the text of its standard error
 */
export async function measure<T>(
  program: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv,
  cpuShare = 1,
): Promise<T> {
  const child = spawn(process.execPath, [program, ...parameters], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const release = cpuShare < 1 ? limitCpu(child, cpuShare) : () => {};
  child.once('exit', release);
  const [, , , result] = child.stdio;
  const [written, errors] = await Promise.all([
    result && 'read' in result ? text(result) : '',
    child.stderr ? text(child.stderr) : '',
  ]);
  if (written === '') throw new MeasuringError(`${program} wrote no result: ${errors.trim()}`);
  return JSON.parse(written);
}

/** The period in which Linux, and so Lambda, gives a process its share of the CPU time. */
const PERIOD_MS = 100;

/**
 * Stops and continues a process in turns, as a limit of its CPU time does.
 * @returns a function that ends this
 */
function limitCpu(child: ChildProcess, share: number): () => void {
  let stopping: NodeJS.Timeout | undefined;
  const period = setInterval(() => {
    child.kill('SIGCONT');
    stopping = setTimeout(() => child.kill('SIGSTOP'), share * PERIOD_MS);
  }, PERIOD_MS);
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  return () => {
    clearInterval(period);
    clearTimeout(stopping);
    process.off('exit', kill);
  };
}
