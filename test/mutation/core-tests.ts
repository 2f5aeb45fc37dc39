import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { getState, resetState } from 'jest-circus';

/** One test of lambda/core. */
export interface CoreTest {
  /** Its file, the blocks around it and its name; a number where those are not enough. */
  readonly id: string;
  /** The path of its file. */
  readonly file: string;
  readonly run: () => unknown;
}

type Block = ReturnType<typeof getState>['rootDescribeBlock'];

/**
 * The tests of lambda/core, each file loaded when its tests are asked for: first the unit tests of one module, then all others, then the
 * cases, of which each passes through most of lambda/core. The laws are left out: hundreds of generated accounts for each mutant take hours.
 * @param module name of the module whose tests come first
 */
export async function* coreTests(
  folder: string,
  load: (file: string) => Promise<unknown>,
  module: string,
): AsyncGenerator<CoreTest> {
  const units = readdirSync(join(folder, 'test/lambda/core'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^(?!.*\.laws\.).*\.test\.ts$/.test(name),
  );
  const isNear = (name: string) => name.startsWith(`${module}.`);
  const nearestFirst = [...units.filter(isNear), ...units.filter((name) => !isNear(name))];
  for (const file of [...nearestFirst.map((name) => `lambda/core/${name}`), 'cases.test.ts']) {
    const path = join(folder, 'test', file);
    resetState();
    await load(path);
    yield* numbered(testsIn(getState().rootDescribeBlock, path, basename(file)));
  }
}

function testsIn({ hooks, children }: Block, file: string, above: string): readonly CoreTest[] {
  if (hooks.length > 0) throw new Error(`${file} has hooks (beforeEach and the like), which are not run here.`);
  return children.flatMap((child) => {
    const id = `${above} ${child.name}`;
    if (child.type === 'describeBlock') return testsIn(child, file, id);
    return child.fn ? [{ id, file, run: child.fn as () => unknown }] : [];
  });
}

/** Tests of a table can have the same name. */
function numbered(tests: readonly CoreTest[]): readonly CoreTest[] {
  const seen = new Map<string, number>();
  return tests.map((test) => {
    const before = seen.get(test.id) ?? 0;
    seen.set(test.id, before + 1);
    return before === 0 ? test : { ...test, id: `${test.id} ${before + 1}` };
  });
}
