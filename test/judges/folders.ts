import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTemporaryFolder } from '../support/temporary-folder.ts';
import { PLANS, writeTexts } from './texts.ts';
import { FAILED, PASSED, type Verdicts } from './tools/verdicts.ts';

/** What a judge has to find: only the insecure example fails. */
export const EXPECTED: Verdicts = {
  secure: PASSED,
  insecure: FAILED,
  ...Object.fromEntries(Object.keys(PLANS).map((name) => [name, PASSED])),
};

/** Calls `use` with a folder that has a folder for each example and for the text of each plan. */
export function withTexts<T>(
  file: string,
  format: Parameters<typeof writeTexts>[2],
  use: (folder: string) => Promise<T>,
): Promise<T> {
  return inTemporaryFolder(async (folder) => {
    for (const example of ['secure', 'insecure']) {
      const source = fileURLToPath(new URL(`examples/${example}/${file}`, import.meta.url));
      await cp(source, join(folder, example, file), { recursive: true });
    }
    writeTexts(folder, file, format);
    return use(folder);
  });
}
