import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** A measurement gave no result, or not the expected one. */
export class MeasuringError extends Error {
  override readonly name = 'MeasuringError';
}

/**
 * Runs one of the measuring programs of this folder in a new process of this Node.js.
 * @returns the JSON that it wrote to file descriptor 3; standard output has the log of the function
 * @throws MeasuringError with the text of its standard error
 */
export async function measure<T>(
  program: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<T> {
  const child = spawn(process.execPath, [program, ...parameters], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [, , , result] = child.stdio;
  const [written, errors] = await Promise.all([
    result && 'read' in result ? text(result) : '',
    child.stderr ? text(child.stderr) : '',
  ]);
  if (written === '') throw new MeasuringError(`${program} wrote no result: ${errors.trim()}`);
  return JSON.parse(written);
}
