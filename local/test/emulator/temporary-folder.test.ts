import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findTemporaryFolder } from '../../emulator/temporary-folder.ts';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(realpathSync(tmpdir()), 'trailmend-test-'));
});
afterEach(() => {
  rmSync(scratch, { recursive: true });
});

test('skips a folder with node_modules above it', () => {
  const inside = join(scratch, 'project', 'deep', 'tmp');
  const outside = join(scratch, 'tmp');
  for (const folder of [inside, join(scratch, 'project', 'node_modules'), outside])
    mkdirSync(folder, { recursive: true });
  expect(findTemporaryFolder([inside, outside])).toBe(outside);
});

test('skips a folder that does not exist', () => {
  expect(findTemporaryFolder([join(scratch, 'nowhere'), scratch])).toBe(scratch);
});

test('is an error with instructions when no candidate is usable', () => {
  mkdirSync(join(scratch, 'node_modules'));
  expect(() => findTemporaryFolder([scratch])).toThrow(
    `each of ${scratch} is not writable or has a node_modules folder`,
  );
  expect(() => findTemporaryFolder([scratch])).toThrow('Set TMPDIR to a folder that has none');
});
