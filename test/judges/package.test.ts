import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { administratorOf } from '../../demo/sessions.ts';
import { makeBucket, makeTrail } from '../../demo/trails.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { type Packed, pack, run } from './packed.ts';

const NODE = `node-linux-${process.arch}`;
const MEGABYTES = 1024 * 1024;

/** A folder in which the packed package is installed, and nothing else. */
let folder: string;
let tarball: string;
let install: Packed['install'];

beforeAll(async () => {
  ({ folder, tarball, install } = await pack());
  await install(tarball);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the packed npm package', () => {
  test('contains the files to ship and nothing else', async () => {
    const { stdout } = await run('tar', ['tf', tarball]);
    const paths = stdout.trim().split('\n');
    const ships =
      /^package\/(dist\/(cli\/[\w-]+\.js|function\/index\.js|infra\/[\w-]+\.(cjs|d\.cts)|THIRD-PARTY-NOTICES\.txt)|package\.json|docs\/(cli\.md|(outcome-record|evidence)\.schema\.json)|(README|CHANGELOG|SECURITY)\.md|LICENSE)$/;
    expect(paths.filter((path) => !ships.test(path))).toEqual([]);
    expect(paths).toEqual(
      expect.arrayContaining(['package/dist/cli/main.js', 'package/docs/cli.md', 'package/dist/infra/trailmend.d.cts']),
    );
  });

  test('installs less than 25 MB, and no other package', async () => {
    const { stdout } = await run('du', ['-sb', join(folder, 'node_modules')]);
    expect(Number.parseInt(stdout, 10)).toBeLessThan(25 * MEGABYTES);
    expect((await run('ls', [join(folder, 'node_modules')])).stdout.trim()).toBe('trailmend');
  });
});

describe('npx trailmend scan', () => {
  let aws: LocalAws;
  beforeAll(async () => {
    aws = await startLocalAws({});
    const here = administratorOf(aws);
    await makeTrail(here, 'missing', await makeBucket(here, 'missing'));
  });
  afterAll(() => aws?.stop());

  test.each(['20.19.0', '22.13.0', '24.21.0'])('works on Node.js %s', async (version) => {
    // Its own folder, so that the package stays alone in the other one.
    const runtime = await mkdtemp(join(folder, 'node-'));
    await install('--prefix', runtime, `${NODE}@${version}`);
    const PATH = `${join(runtime, 'node_modules', NODE, 'bin')}:${process.env['PATH']}`;
    const env = { ...aws.environment, PATH };
    expect((await run('node', ['--version'], { env })).stdout.trim()).toBe(`v${version}`);
    const scanned = run('npx', ['trailmend', 'scan', '--endpoint-url', aws.endpoint], { cwd: folder, env });
    await expect(scanned).rejects.toMatchObject({
      code: 1,
      stderr: '',
      stdout: expect.stringMatching(/^WOULD_FIX +us-east-1 +missing/m),
    });
  });
});
