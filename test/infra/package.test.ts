import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const INSTALLED = z.object({
  packages: z.record(
    z.string(),
    z.object({
      /** To a workspace of the project. */
      link: z.optional(z.boolean()),
      integrity: z.optional(z.string()),
      /** Inside the archive of another package. */
      inBundle: z.optional(z.boolean()),
      hasInstallScript: z.optional(z.boolean()),
      engines: z.optional(z.union([z.object({ node: z.optional(z.string()) }), z.array(z.string())])),
    }),
  ),
});
const PACKAGE = z.object({
  allowScripts: z.record(z.string(), z.boolean()),
  engines: z.object({ node: z.string() }),
});

function read(path: string): string {
  return readFileSync(join(PROJECT, path), 'utf8');
}

describe('npm ci', () => {
  const { '': root, ...packages } = INSTALLED.parse(JSON.parse(read('package-lock.json'))).packages;
  const { allowScripts, engines } = PACKAGE.parse(JSON.parse(read('package.json')));

  test('installs only what the lock file knows by its checksum', () => {
    expect(root).toBeDefined();
    expect(Object.keys(packages).length).toBeGreaterThan(400);
    const downloads = Object.entries(packages).filter(
      ([path, { inBundle, link }]) => path.startsWith('node_modules/') && !inBundle && !link,
    );
    expect(downloads.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
  });

  test('runs no install script', () => {
    const withScript = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript);
    const names = withScript.map(([path]) => path.replace(/^.*node_modules\//, ''));
    expect(names.filter((name) => allowScripts[name] !== false)).toEqual([]);
    expect(Object.values(allowScripts)).not.toContain(true);
  });

  test('warns about no package on the lowest Node.js that package.json names', () => {
    const [lowest = ''] = engines.node.split(' || ');
    expect(lowest).toMatch(/^\^\d+\.\d+\.0$/);
    const unfit = Object.entries(packages).filter(
      ([, { engines }]) => engines && !Array.isArray(engines) && !includes(engines.node ?? '*', lowest.slice(1)),
    );
    expect(unfit).toEqual([]);
  });
});

/**
 * Whether a range of the forms in the lock file, such as `^18.19.0 || >=20.5.0`, has the version.
 */
function includes(range: string, version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return range.split('||').some((part) => {
    const [, operator = '', from, fromMinor] = /^\s*(\^|>=|~)?\s*(\d+)(?:\.(\d+))?/.exec(part) ?? [];
    if (from === undefined) return part.trim() === '*';
    const isLater = major > Number(from) || (major === Number(from) && minor >= Number(fromMinor ?? 0));
    return isLater && (operator === '>=' || major === Number(from));
  });
}

test('no file of cli/, lambda/ or infra/ imports the policy evaluator or the local AWS', async () => {
  const importing: string[] = [];
  let sources = 0;
  for await (const path of glob('{cli,lambda,infra}/**/*.ts', { cwd: PROJECT })) {
    sources += 1;
    if (/from '(@cloud-copilot|[./]*\/local\/)/.test(read(path))) importing.push(path);
  }
  expect(sources).toBeGreaterThan(40);
  expect(importing).toEqual([]);
});
