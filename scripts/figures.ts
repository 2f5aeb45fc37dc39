// `npm run figures`: prints the size of trailmend as a table. Reads the files that git tracks.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { table } from '../demo/show/table.ts';
import { bundle } from '../infra/bundle.ts';
import { importCycles, type Source } from './import-cycles.ts';

const LONG_FILE = 150;
const LONG_FUNCTION = 40;
/** The folders that are searched for import cycles. */
const CYCLE_FOLDERS = ['lambda', 'cli', 'infra', 'local', 'demo'];

type Row = readonly [label: string, ...values: string[]];

function trackedFiles(...patterns: readonly string[]): readonly string[] {
  const output = execFileSync('git', ['ls-files', '--', ...patterns], { encoding: 'utf8' });
  return output.split('\n').filter((path) => path !== '');
}

function readSources(folders: readonly string[]): readonly Source[] {
  return trackedFiles(...folders.map((folder) => `${folder}/**.ts`)).map((path) => {
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
function functionsOf({ path, lines }: Source): readonly { readonly name: string; readonly length: number }[] {
  return lines.flatMap((line, start) => {
    const { indent, name } = FUNCTION.exec(line)?.groups ?? {};
    if (indent === undefined || name === undefined || NOT_A_FUNCTION.has(name)) return [];
    const rest = lines.slice(start + 1);
    const end = rest.findIndex((next) => next.startsWith(`${indent}}`) && !next.endsWith('{'));
    return end < 0 || line.endsWith('}') ? [] : [{ name: `${name} (${path})`, length: end + 2 }];
  });
}

async function bundleBytes(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'trailmend-figures-'));
  try {
    return (await bundle(folder)).bytes;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function longest(entries: readonly (readonly [name: string, length: number])[], limit: number): readonly Row[] {
  const long = entries.filter(([, length]) => length > limit).toSorted(([, left], [, right]) => right - left);
  return long.map(([name, length]): Row => ['', String(length), name]);
}

const count = (value: number): string => value.toLocaleString('en');
const lambda = readSources(['lambda']);
const longFiles = longest(
  lambda.map(({ path, lines }) => [path, lines.length]),
  LONG_FILE,
);
const functions = lambda.flatMap(functionsOf);
const longFunctions = longest(
  functions.map(({ name, length }) => [name, length]),
  LONG_FUNCTION,
);
const cycles = importCycles(readSources(CYCLE_FOLDERS));
const tests = Map.groupBy(trackedFiles('test/**.test.ts'), (path) => path.split('/').slice(1, -1)[0] ?? 'test');
const rows: readonly Row[] = [
  ['lines of lambda/', count(lambda.reduce((sum, { lines }) => sum + lines.length, 0)), `in ${lambda.length} files`],
  [`files over ${LONG_FILE} lines`, String(longFiles.length), ''],
  ...longFiles,
  [`functions over ${LONG_FUNCTION} lines`, String(longFunctions.length), `of ${functions.length} in lambda/`],
  ...longFunctions,
  ['import cycles', String(cycles.length), `in ${CYCLE_FOLDERS.join(', ')}, types included`],
  ...cycles.map((files): Row => ['', String(files.length), `files, such as ${files.slice(-2).join(' and ')}`]),
  ['bundle', count(await bundleBytes()), 'bytes'],
  [
    'test files',
    String([...tests.values()].flat().length),
    [...tests].map(([name, of]) => `${name} ${of.length}`).join(', '),
  ],
  ['cases', String(trackedFiles('test/cases/**.json').length), 'in test/cases'],
];
const width = Math.max(...rows.map(([, value = '']) => value.length));
const aligned = rows.map(([label, value = '', ...more]): Row => [label, value.padStart(width), ...more]);
for (const line of table(aligned)) console.log(line);
