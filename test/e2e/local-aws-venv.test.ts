import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ensureVenv, type VenvOptions } from '../../local/emulator/venv.ts';
import { eventually } from '../../local/test/support/scene.ts';

const VENV = fileURLToPath(new URL('../../local/emulator/venv.ts', import.meta.url));

let scratch: string;
let options: VenvOptions;
let lines: string[];
const started: ChildProcess[] = [];

beforeEach(() => {
  scratch = mkdtempSync(join(realpathSync(tmpdir()), 'trailmend-test-'));
  lines = [];
  const requirements = join(scratch, 'requirements.txt');
  // Without requirements, no network is needed.
  writeFileSync(requirements, '# empty\n');
  options = {
    folder: join(scratch, 'venv'),
    requirements,
    environment: process.env,
    progress: (line) => lines.push(line),
  };
});

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(scratch, { recursive: true, force: true });
});

/**
 * The Python of an existing environment for these requirements. It links to `file`, which may be
 * missing.
 */
function pythonOf(requirements: string, file: string): string {
  const name = createHash('sha256').update(requirements).digest('hex').slice(0, 16);
  const python = join(options.folder, name, 'bin', 'python');
  mkdirSync(dirname(python), { recursive: true });
  symlinkSync(file, python);
  return python;
}

function prefixOf(python: string): string {
  return execFileSync(python, ['-I', '-c', 'import sys; print(sys.prefix)'], { encoding: 'utf8' }).trim();
}

describe('the Python environment of the emulator', () => {
  test('is reused, and recreated when the requirements change or its Python is missing', async () => {
    const earlier = pythonOf('# empty\n', process.execPath);
    expect(await ensureVenv(options)).toBe(earlier);
    expect(lines).toEqual([]);

    writeFileSync(options.requirements, '# changed\n');
    const python = pythonOf('# changed\n', join(scratch, 'uninstalled'));
    expect(await ensureVenv(options)).toBe(python);
    expect(prefixOf(python)).toBe(join(python, '..', '..'));
    expect(lines).toHaveLength(1);
    expect(readdirSync(options.folder)).toHaveLength(1);
  });

  test('is not reused after a start that was killed, and is complete for each of two concurrent starts', async () => {
    const left = join(options.folder, 'making-99999999-abcd');
    const alive = join(options.folder, `making-${process.ppid}-abcd`);
    for (const folder of [left, alive]) mkdirSync(folder, { recursive: true });
    const script = `
      import { ensureVenv } from ${JSON.stringify(VENV)};
      await ensureVenv({ ...${JSON.stringify({ ...options, environment: undefined })}, environment: process.env, progress() {} });
    `;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], { stdio: 'inherit' });
    started.push(child);
    const incomplete = () => readdirSync(options.folder).find((entry) => entry.startsWith(`making-${child.pid}-`));
    // At this time Python is installed, and pip is not.
    const anyPython = () =>
      readdirSync(options.folder).find((entry) => existsSync(join(options.folder, entry, 'bin/python')));
    await eventually('the start to have installed Python', anyPython);

    child.kill('SIGKILL');

    await eventually('its incomplete environment to be removed', () => incomplete() === undefined || undefined);
    expect(existsSync(left)).toBe(false);
    expect(existsSync(alive)).toBe(true);

    const [one, two] = await Promise.all([ensureVenv(options), ensureVenv(options)]);
    expect(one).toBe(two);
    expect(lines).toHaveLength(2);
    expect(readdirSync(options.folder).toSorted()).toEqual(
      [basename(join(one, '..', '..')), basename(alive)].toSorted(),
    );
    const pip = execFileSync(one, ['-I', '-m', 'pip', '--version'], { encoding: 'utf8' });
    expect(pip).toContain(options.folder);
  });

  test('that cannot reach the package index causes an error that says what to do', async () => {
    writeFileSync(options.requirements, `jmespath==1.1.0 --hash=sha256:${'0'.repeat(64)}\n`);
    const environment = { ...process.env, PIP_INDEX_URL: 'http://127.0.0.1:1/simple', PIP_RETRIES: '1' };
    const making = ensureVenv({ ...options, environment });
    await expect(making).rejects.toThrow(
      /pip could not reach its index http:\/\/127\.0\.0\.1:1\/simple\. .*PIP_INDEX_URL/,
    );
    await expect(making).rejects.not.toThrow(/ERROR|Traceback/);
    expect(readdirSync(options.folder)).toEqual([]);
  });

  test("that cannot be created causes an error with pip's message, and leaves no files", async () => {
    writeFileSync(options.requirements, './no-such-thing\n');
    await expect(ensureVenv(options)).rejects.toThrow(
      /^The local AWS could not make the Python environment of the emulator.*ERROR:/,
    );
    expect(readdirSync(options.folder)).toEqual([]);
  });
});
