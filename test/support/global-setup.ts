import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCommandLine } from '../e2e/cli/built-cli.ts';
import { synthesizeApps } from '../infra/synthesize-apps.ts';
import { serveOnce } from './served-once.ts';

/** Jest's global setup: what takes seconds, and several suites of a run need. */
export default async function globalSetup(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'trailmend-run-'));
  process.env['RUN_FOLDER'] = folder;
  await serveOnce('SYNTHESIS_URL', () => synthesizeApps(join(folder, 'apps')));
  await serveOnce('CLI_URL', () => buildCommandLine(join(folder, 'cli')));
}
