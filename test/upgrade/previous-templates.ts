import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import type { Templates } from '../../infra/one-file.ts';

/** The templates of the previous version: scripts/previous-templates.ts saves them. */
export async function previousTemplates(): Promise<Templates> {
  return { hub: await saved('hub'), forwarder: await saved('forwarder') };
}

async function saved(name: keyof Templates): Promise<string> {
  const file = await readFile(join(import.meta.dirname, `previous-${name}.template.json.br`));
  return brotliDecompressSync(file).toString('utf8');
}
