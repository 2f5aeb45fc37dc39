import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** A measuring program ended without a result. */
export class MeasuringError extends Error {
  override readonly name = 'MeasuringError';
}

/**
 * Runs one of the measuring programs of this folder in a fresh process of this Node.js.
 * @returns what it wrote to descriptor 3, parsed; standard output belongs to the function's log
 * @throws MeasuringError with what it said on standard error
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
  const [written, complaint] = await Promise.all([
    result && 'read' in result ? text(result) : '',
    child.stderr ? text(child.stderr) : '',
  ]);
  if (written === '') throw new MeasuringError(`${program} gave no result: ${complaint.trim()}`);
  return JSON.parse(written);
}
