import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { bundledPackages } from '../../../scripts/release/bundled-packages.ts';
import { noticesOf } from '../../../scripts/release/notices.ts';
import { inTemporaryFolder } from '../../support/temporary-folder.ts';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));

/** Files by their paths, below a folder node_modules. A manifest contains at least a version. */
type Installed = Readonly<Record<string, string | Readonly<Record<string, unknown>>>>;

/** The notices of installed packages, each of which has one bundled source. */
function notices(installed: Installed): Promise<string> {
  return inTemporaryFolder(async (folder) => {
    const sources: string[] = [];
    for (const [path, content] of Object.entries(installed)) {
      const file = join(folder, 'node_modules', path);
      await mkdir(join(file, '..'), { recursive: true });
      const text = typeof content === 'string' ? content : JSON.stringify({ version: '1.0.0', ...content });
      await writeFile(file, text);
      if (path.endsWith('package.json')) sources.push(relative(PROJECT, join(file, '../src/index.js')));
    }
    return noticesOf(await bundledPackages(sources));
  });
}

const REPOSITORY = { url: 'https://example.com/mono.git' };

describe('the notices of bundled packages', () => {
  test('have the licences and notices of each package, and one text for packages that share it', async () => {
    const text = await notices({
      'one/package.json': { name: 'one', license: 'MIT' },
      'one/LICENSE.md': 'Copyright one\n',
      'one/NOTICE.txt': 'Look here',
      '@two/b/package.json': { name: '@two/b', license: 'ISC' },
      '@two/b/licence': 'Copyright\r\n\r\n  two',
      '@two/a/package.json': { name: '@two/a', license: 'ISC' },
      '@two/a/COPYING': 'Copyright\n\ntwo\n',
    });
    const [, ...sections] = text.split(/^-+\n/m);
    expect(sections).toEqual([
      '@two/a 1.0.0 (ISC)\n@two/b 1.0.0 (ISC)\n\nCopyright\n\ntwo\n\n',
      'one 1.0.0 (MIT)\n\nCopyright one\n\nLook here\n',
    ]);
  });

  test('of a package without a text have that of a package from the same repository under the same licence', async () => {
    const text = await notices({
      'bare/package.json': { name: 'bare', license: 'MIT', repository: REPOSITORY },
      'other/package.json': { name: 'other', license: 'ISC', repository: REPOSITORY },
      'other/LICENSE': 'Not this one',
      'sibling/package.json': { name: 'sibling', license: 'MIT', repository: REPOSITORY.url },
      'sibling/LICENSE': 'Copyright siblings',
    });
    expect(text).toContain('\nbare 1.0.0 (MIT)\nsibling 1.0.0 (MIT)\n\nCopyright siblings\n');
  });

  test('of a package without a text under MIT-0 have the general text, which needs no copyright notice', async () => {
    const text = await notices({ 'bare/package.json': { name: 'bare', license: 'MIT-0' } });
    expect(text).toContain('\nbare 1.0.0 (MIT-0)\n\nMIT No Attribution\n\nPermission is hereby granted');
  });

  test.each([
    ['no other package', {}],
    [
      'only packages that are not from its repository',
      { 'one/package.json': { name: 'one', license: 'MIT' }, 'one/LICENSE': 'Copyright one' },
    ],
  ])('fail with the name of a package without a text beside %s', async (_, others) => {
    const made = notices({ ...others, 'bare/package.json': { name: 'bare', license: 'MIT' } });
    await expect(made).rejects.toThrow('The package bare 1.0.0 has no licence text');
  });

  test.each([
    ['GPL-3.0-only', { license: 'GPL-3.0-only' }],
    ['SEE LICENSE IN EULA', { license: 'SEE LICENSE IN EULA' }],
    ['(MIT OR GPL-2.0-only)', { license: '(MIT OR GPL-2.0-only)' }],
    ['none', {}],
  ])('fail with the name of a package whose licence is %s', async (licence, manifest) => {
    const made = notices({ 'taken/package.json': { name: 'taken', ...manifest }, 'taken/LICENSE': 'Copyright' });
    await expect(made).rejects.toThrow(`The package taken 1.0.0 cannot be bundled: its licence is ${licence}.`);
  });
});
