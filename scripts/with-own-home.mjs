// Runs a command with a HOME inside the project: CDK and SWC keep caches in it, and nothing of theirs is to stay outside. Node keeps
// there what it compiled, so that the next run starts sooner.
// pip's cache stays where it is. Usage: node scripts/with-own-home.mjs COMMAND ARGUMENT...
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const kept = fileURLToPath(new URL('../node_modules/.cache', import.meta.url));
const home = join(kept, 'home');
mkdirSync(home, { recursive: true });
const caches =
  process.platform === 'darwin'
    ? join(homedir(), 'Library/Caches')
    : (process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'));
const environment = {
  ...process.env,
  HOME: home,
  PIP_CACHE_DIR: process.env.PIP_CACHE_DIR ?? join(caches, 'pip'),
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(kept, 'node'),
};
delete environment.XDG_CACHE_HOME;

const [command, ...parameters] = process.argv.slice(2);
const child = spawn(command, parameters, { stdio: 'inherit', env: environment });
// Ctrl-C reaches the child as well, and the child decides when it is over.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('error', (error) => {
  process.stderr.write(`${command} could not be started: ${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
