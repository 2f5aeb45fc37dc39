#!/usr/bin/env node
import { runProgram } from './program.ts';
import { terminalOf } from './terminal.ts';

if (!('fromAsync' in Array)) await import('./node-20.ts');
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has closed the pipe, as `| head` does. The exit code says what the command found.
    if (error.code !== 'EPIPE') throw error;
  });
}
process.exitCode = await runProgram(process.argv.slice(2), terminalOf(process));
