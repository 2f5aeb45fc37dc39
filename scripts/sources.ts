import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Source } from './import-cycles.ts';

/** In lines. */
export const LONG_FILE = 150;
export const LONG_FUNCTION = 40;

/** The files that git tracks, and that are not just deleted. */
export function trackedFiles(...patterns: readonly string[]): readonly string[] {
  const output = execFileSync('git', ['ls-files', '--', ...patterns], { encoding: 'utf8' });
  return output.split('\n').filter(existsSync);
}

export function readSources(folders: readonly string[]): readonly Source[] {
  return readFiles(...folders.map((folder) => `${folder}/**.ts`));
}

export function readFiles(...patterns: readonly string[]): readonly Source[] {
  return trackedFiles(...patterns).map((path) => {
    return { path, lines: readFileSync(path, 'utf8').trimEnd().split('\n') };
  });
}

/**
 * The start of a function with a body: a declaration, a method, or an arrow function with a name.
 */
const FUNCTION = new RegExp(
  [
    /^(?<indent> *)(?:export )?(?:async )?function\*? (?<name>\w+)/,
    /^(?<indent> +)(?:(?:private|protected|static|override|async|get|set) )*(?<name>\w+)\([^;]*(?:\{|\()$/,
    /^(?<indent> *)(?:export )?(?:const )?(?<name>\w+)(?:: [^=]+)?(?: =|:) (?:async )?\(.*(?:=> \{|\()$/,
  ]
    .map(({ source }) => source)
    .join('|'),
);
const NOT_A_FUNCTION = new Set(['if', 'for', 'while', 'switch', 'catch', 'return', 'super', 'expect']);

/**
 * The functions of a formatted source with their lengths in lines. A function starts at a line that
 * matches `FUNCTION`. It ends at the next line with the same indent that starts with `}` and does
 * not end with `{`. A nested function counts for itself and for the function around it.
 */
export function functionsOf({ path, lines }: Source): readonly { readonly name: string; readonly length: number }[] {
  return lines.flatMap((line, start) => {
    const { indent, name } = FUNCTION.exec(line)?.groups ?? {};
    if (indent === undefined || name === undefined || NOT_A_FUNCTION.has(name)) return [];
    const rest = lines.slice(start + 1);
    const end = rest.findIndex((next) => next.startsWith(`${indent}}`) && !next.endsWith('{'));
    return end < 0 || line.endsWith('}') ? [] : [{ name: `${name} (${path})`, length: end + 2 }];
  });
}
