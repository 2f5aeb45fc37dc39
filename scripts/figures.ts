// `npm run figures`: prints the size of trailmend as a table. Reads the files that git tracks.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { table } from '../demo/show/table.ts';
import { bundle } from '../infra/bundle.ts';
import { oneFileTemplates } from '../infra/one-file.ts';
import { deployed } from '../test/infra/deployed.ts';
import { idleCost } from './idle-cost.ts';
import { importCycles } from './import-cycles.ts';
import { functionsOf, LONG_FILE, LONG_FUNCTION, readSources, trackedFiles } from './sources.ts';

// CDK's own checks take seconds: test/judges runs cfn-lint.
process.env['CDK_VALIDATION'] = 'false';

/** The folders that are searched for import cycles. */
const CYCLE_FOLDERS = ['lambda', 'cli', 'infra', 'local', 'demo'];

type Row = readonly [label: string, ...values: string[]];

/** The bundle of the function, and the template that contains it. */
async function deploymentRows(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'trailmend-figures-'));
  try {
    const built = await bundle(join(folder, 'function'));
    const { hub } = await oneFileTemplates(built, join(folder, 'cdk.out'));
    const resources = deployed(JSON.parse(hub));
    const { standing, sweeps, total } = idleCost(resources);
    const parts = Object.entries(standing).map(([type, price]) => `${type} ${usd(price)}`);
    return [
      ['bundle', count(built.bytes), 'bytes'],
      ['template', count(Buffer.byteLength(hub)), 'bytes, with the code of the function'],
      ['resources', String(Object.keys(resources).length), 'of the template with default parameters'],
      ['idle cost', usd(total), `USD a month: ${[...parts, `sweeps ${usd(sweeps)}`].join(', ')}`],
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function usd(price: number): string {
  return price.toFixed(2);
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
  ...(await deploymentRows()),
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
