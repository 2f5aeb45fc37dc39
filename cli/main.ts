#!/usr/bin/env node
import { runProgram } from './program.ts';
import { terminalOf } from './terminal.ts';

if (!('fromAsync' in Array)) await import('./node-20.ts');
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader has closed the pipe, as `| head` does.
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
process.exitCode = await runProgram(process.argv.slice(2), terminalOf(process));
