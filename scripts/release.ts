// `npm run release`: builds everything that a release has into dist/release.
import { execFileSync } from 'node:child_process';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { columns } from '../cli/output/columns.ts';
import { release } from './release/release.ts';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
if (hasUncommittedChanges())
  process.stderr.write('The sources have uncommitted changes, so nobody can reproduce this.\n');
const released = await release(DIST);
const rows = released.map(({ name, bytes }) => [name, bytes.toLocaleString('en-US').padStart(11), 'bytes']);
process.stdout.write(`${columns(rows).join('\n')}\n`);
process.stdout.write(`To verify them: cd ${relative('', DIST)}/release && sha256sum -c SHA256SUMS\n`);

/** False without git. */
function hasUncommittedChanges(): boolean {
  try {
    return execFileSync('git', ['status', '--porcelain'], { stdio: ['ignore', 'pipe', 'ignore'] }).length > 0;
  } catch {
    return false;
  }
}
