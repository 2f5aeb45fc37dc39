/** Whether anything in a folder passed, and whether anything failed. */
export interface Verdict {
  readonly passed: boolean;
  readonly failed: boolean;
}

/** By folder. */
export type Verdicts = Readonly<Record<string, Verdict>>;

export const PASSED: Verdict = { passed: true, failed: false };
export const FAILED: Verdict = { passed: false, failed: true };

/** @param passed and @param failed paths that begin with the folder */
export function verdictsOf(passed: readonly string[], failed: readonly string[]): Verdicts {
  const folderOf = (path: string): string => path.split('/')[0] ?? '';
  const folders = new Set([...passed, ...failed].map(folderOf));
  const has = (paths: readonly string[], folder: string): boolean => paths.some((path) => folderOf(path) === folder);
  return Object.fromEntries(
    [...folders].map((folder) => [folder, { passed: has(passed, folder), failed: has(failed, folder) }]),
  );
}
