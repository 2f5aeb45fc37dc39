import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { VERSION } from '../../lambda/version.ts';
import { trackedFiles } from '../../scripts/sources.ts';
import { run } from './packed.ts';

const PROJECT = join(import.meta.dirname, '../..');
const BILL = `trailmend-${VERSION}.cdx.json`;
const PACKAGE = `trailmend-${VERSION}.tgz`;
const NAMES = [
  'SHA256SUMS',
  'THIRD-PARTY-NOTICES.txt',
  BILL,
  PACKAGE,
  'trailmend-forwarder.template.json',
  'trailmend.template.json',
];

/** A schema that CycloneDX publishes, which its library contains. */
function schemaOf(name: string): object {
  const library = dirname(createRequire(__filename).resolve('@cyclonedx/cyclonedx-library/package.json'));
  return JSON.parse(readFileSync(join(library, `res/schema/${name}.SNAPSHOT.schema.json`), 'utf8'));
}

/** Contains two copies of the project, in its folder, because hard links cross no disk. */
let folder: string;
/** The released files of one copy. */
let released: string;
/** The checksums in the other copy. */
let checksums: string;

beforeAll(async () => {
  await mkdir(join(PROJECT, 'dist'), { recursive: true });
  folder = await mkdtemp(join(PROJECT, 'dist', 'copies-'));
  await Promise.all([release('one', '022', 'UTC'), release('another/deeper', '077', 'Asia/Tokyo')]);
  released = join(folder, 'one/dist/release');
  checksums = readFileSync(join(folder, 'another/deeper/dist/release/SHA256SUMS'), 'utf8');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Releases a copy of the project. */
async function release(copy: string, umask: string, TZ: string): Promise<void> {
  const project = join(folder, copy);
  await mkdir(project, { recursive: true });
  await run('sh', ['-c', `umask ${umask}; cp --parents "$@" ${project}`, 'sh', ...trackedFiles()], { cwd: PROJECT });
  await mkdir(join(project, 'node_modules'));
  // The caches below it change while other tests run.
  const packages = readdirSync(join(PROJECT, 'node_modules')).filter((name) => name !== '.cache');
  await run('cp', ['-al', '-t', join(project, 'node_modules'), ...packages], { cwd: join(PROJECT, 'node_modules') });
  await run('sh', ['-c', `umask ${umask}; npm run release`], { cwd: project, env: { ...process.env, TZ } });
}

const read = (name: string): string => readFileSync(join(released, name), 'utf8');

describe('npm run release', () => {
  test('writes the package, the templates, the bill of materials, the notices and the checksums', async () => {
    expect(readdirSync(released)).toEqual(NAMES);
    const { stdout } = await run('sha256sum', ['-c', 'SHA256SUMS'], { cwd: released });
    expect(stdout.trim().split('\n')).toEqual(NAMES.slice(1).map((name) => `${name}: OK`));
  });

  test('gives the same bytes in another folder, with another umask, in another time zone', () => {
    expect(checksums).toBe(read('SHA256SUMS'));
  });

  test('puts the notices into the package, and the code of its function into the template', async () => {
    const inPackage = async (path: string) =>
      (await run('tar', ['xOf', join(released, PACKAGE), `package/${path}`], { maxBuffer: 2 ** 24 })).stdout;
    expect(await inPackage('dist/THIRD-PARTY-NOTICES.txt')).toBe(read('THIRD-PARTY-NOTICES.txt'));
    const { Resources: resources } = JSON.parse(read('trailmend.template.json'));
    expect(resources.RemediatorFunction.Properties.Code.ZipFile).toBe(await inPackage('dist/function/index.js'));
  });

  test('leaves no release behind when it fails, not even that of before', async () => {
    const project = join(folder, 'another/deeper');
    await appendFile(join(project, 'lambda/handler.ts'), '\nexport const = ;\n');
    const TMPDIR = join(folder, 'temporary');
    await mkdir(TMPDIR);
    const failed = run('npm', ['run', 'release'], { cwd: project, env: { ...process.env, TMPDIR } });
    await expect(failed).rejects.toMatchObject({ code: 1 });
    expect(readdirSync(TMPDIR).filter((name) => name.startsWith('trailmend'))).toEqual([]);
    expect(readdirSync(join(project, 'dist')).filter((name) => /^(release|unfinished)/.test(name))).toEqual([]);
    expect(existsSync(join(released, 'SHA256SUMS'))).toBe(true);
  });
});

describe('the bill of materials', () => {
  test('is valid by the published schema of CycloneDX 1.6', () => {
    const schemas = Object.fromEntries(
      ['spdx', 'jsf-0.82'].map((name) => [`http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`, schemaOf(name)]),
    );
    const ajv = new Ajv({ strict: false, validateFormats: false, schemas });
    const validate = ajv.compile(schemaOf('bom-1.6'));
    const bill = JSON.parse(read(BILL));
    validate(bill);
    expect(validate.errors).toBeNull();
    expect(
      validate({ ...bill, components: [{ ...bill.components[0], licenses: [{ license: { id: 'Unknown' } }] }] }),
    ).toBe(false);
  });

  test('names the packages of each bundle, with version, package URL and licence', () => {
    const { components, dependencies, metadata } = JSON.parse(read(BILL));
    const dependsOn = (part: string): string[] =>
      (dependencies.find(({ ref }: { ref: string }) => ref === part).dependsOn ?? []).map(nameIn);
    expect(metadata.component).toMatchObject({ name: 'trailmend', version: VERSION });
    expect(dependsOn('dist/function')).toEqual(expect.arrayContaining(['@aws-sdk/client-cloudtrail', 'zod']));
    expect(dependsOn('dist/function')).not.toContain('commander');
    expect(dependsOn('dist/cli')).toEqual(expect.arrayContaining(['@aws-sdk/client-cloudtrail', 'commander']));
    // An app has CDK itself.
    expect(dependsOn('dist/infra')).toEqual([]);
    const zod = components.find(({ name }: { name: string }) => name === 'zod');
    expect(zod).toMatchObject({ purl: `pkg:npm/zod@${zod.version}`, licenses: [{ license: { id: 'MIT' } }] });
    expect(new Set(components.map(({ purl }: { purl: string }) => nameIn(purl)))).toEqual(
      new Set(['dist/function', 'dist/cli', 'dist/infra'].flatMap(dependsOn)),
    );
  });

  test('names the packages that the notices have', () => {
    const { components } = JSON.parse(read(BILL));
    const notices = read('THIRD-PARTY-NOTICES.txt');
    const listed = components.map(({ purl }: { purl: string }) => `${nameIn(purl)} ${purl.replace(/.*@/, '')} (`);
    expect(listed.length).toBeGreaterThan(40);
    expect(listed.filter((one: string) => !notices.includes(`\n${one}`))).toEqual([]);
  });
});

/** The name of a package in its package URL. */
function nameIn(purl: string): string {
  return decodeURIComponent(purl.replace(/^pkg:npm\/(.*)@.*$/, '$1'));
}
