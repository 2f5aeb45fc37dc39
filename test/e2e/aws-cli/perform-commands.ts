import { join } from 'node:path';
import type { LocalAws } from '../../../local/local-aws.ts';
import { runPython } from '../run-python.ts';

/** The AWS CLI commands in the text of a message, in their order. */
export function commandsIn(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('aws '));
}

/**
 * Makes the calls of AWS CLI commands as the administrator of the local AWS, one after another.
 * @throws Error with the error of the first call that fails
 */
export async function performCommands(aws: LocalAws, commands: readonly string[]): Promise<void> {
  await runPython(aws, join(import.meta.dirname, 'perform.py'), commands.join('\n'));
}
