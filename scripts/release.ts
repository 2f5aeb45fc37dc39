// `npm run release`: builds everything that a release has into dist/release.
import { execFileSync } from 'node:child_process';
import { relative } from 'node:path';
import { columns } from '../cli/output/columns.ts';
import { RELEASE, release } from './release/release.ts';

if (hasUncommittedChanges())
  process.stderr.write('The sources have uncommitted changes, so nobody can reproduce this.\n');
const released = await release();
const rows = released.map(({ name, bytes }) => [name, bytes.toLocaleString('en-US').padStart(11), 'bytes']);
process.stdout.write(`${columns(rows).join('\n')}\n`);
process.stdout.write(`To verify them: cd ${relative('', RELEASE)} && sha256sum -c SHA256SUMS\n`);

/** False without git. */
function hasUncommittedChanges(): boolean {
  try {
    return execFileSync('git', ['status', '--porcelain'], { stdio: ['ignore', 'pipe', 'ignore'] }).length > 0;
  } catch {
    return false;
  }
}
