// Usage: node scripts/with-own-home.mjs COMMAND ARGUMENT... Runs a command with HOME inside the
// project, so that the caches of CDK and SWC stay in the project. Node.js also keeps its compile
// cache there, which makes the next start faster. pip keeps its own cache.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cacheFolder = fileURLToPath(new URL('../node_modules/.cache', import.meta.url));
const home = join(cacheFolder, 'home');
mkdirSync(home, { recursive: true });
const caches =
  process.platform === 'darwin'
    ? join(homedir(), 'Library/Caches')
    : (process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'));
const environment = {
  ...process.env,
  HOME: home,
  PIP_CACHE_DIR: process.env.PIP_CACHE_DIR ?? join(caches, 'pip'),
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(cacheFolder, 'node'),
};
delete environment.XDG_CACHE_HOME;

const [command, ...parameters] = process.argv.slice(2);
const child = spawn(command, parameters, { stdio: 'inherit', env: environment });
// Ctrl-C also reaches the child, which decides when to exit.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  process.stderr.write(`The command ${command} could not be started: ${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
