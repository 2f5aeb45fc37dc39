import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

/** The hub's template of the previous version: scripts/previous-template.ts saves it. */
export async function previousTemplate(): Promise<string> {
  const saved = await readFile(join(import.meta.dirname, 'previous.template.json.br'));
  return brotliDecompressSync(saved).toString('utf8');
}
