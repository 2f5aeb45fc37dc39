import { basename } from 'node:path';
import type { InstrumenterContext } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { type CoreTest, coreTests } from './core-tests.ts';
import { freshModules } from './fresh-modules.ts';

/** Where the code that Stryker puts into lambda/core looks for the mutant that is to act, and counts what it passes. */
const mutants: InstrumenterContext = {};
Object.assign(globalThis, { __stryker__: mutants });

/**
 * Runs the tests of lambda/core in this very process, once for each mutant. A mutant inside of a function acts on modules that are
 * loaded already, which takes milliseconds; one of a table or a pattern, which acts while a module is loaded, gets all modules anew.
 */
class CoreRunner implements TestRunner {
  readonly #folder = process.cwd();
  readonly #import = freshModules(this.#folder);
  #times = 0;
  #loaded: readonly CoreTest[] = [];

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true };
  }

  /** Loading counts for no mutant: on a busy machine it could outlast the time that one has. */
  async init(): Promise<void> {
    this.#loaded = await Array.fromAsync(this.#anew(''));
  }

  async dryRun(): Promise<DryRunResult> {
    const tests = await run(this.#loaded, 'all');
    const { mutantCoverage } = mutants;
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, hitLimit, mutantActivation, sandboxFileName, testFilter } = options;
    const covering = this.#loaded.filter(({ id }) => testFilter?.includes(id) ?? true);
    if (hitLimit !== undefined) Object.assign(mutants, { hitLimit, hitCount: 0 });
    mutants.activeMutant = activeMutant.id;
    try {
      const tests = mutantActivation === 'static' ? this.#anew(basename(sandboxFileName, '.ts')) : covering;
      const results = await run(tests, 'until one fails');
      const stopped = determineHitLimitReached(mutants.hitCount, hitLimit);
      return toMutantRunResult(stopped ?? { status: DryRunStatus.Complete, tests: results });
    } catch (error) {
      return toMutantRunResult({ status: DryRunStatus.Error, errorMessage: String(error) });
    } finally {
      for (const name of ['activeMutant', 'hitCount', 'hitLimit'] as const) delete mutants[name];
    }
  }

  #anew(module: string): AsyncIterable<CoreTest> {
    this.#times += 1;
    const time = this.#times;
    return coreTests(this.#folder, (file) => this.#import(file, time), module);
  }
}

async function run(
  tests: AsyncIterable<CoreTest> | Iterable<CoreTest>,
  how: 'all' | 'until one fails',
): Promise<TestResult[]> {
  const results: TestResult[] = [];
  for await (const test of tests) {
    mutants.currentTestId = test.id;
    const begun = performance.now();
    const failure = await failureOf(test);
    delete mutants.currentTestId;
    const told = { id: test.id, name: test.id, fileName: test.file, timeSpentMs: performance.now() - begun };
    if (failure === undefined) results.push({ ...told, status: TestStatus.Success });
    else results.push({ ...told, status: TestStatus.Failed, failureMessage: failure });
    if (failure !== undefined && how === 'until one fails') break;
  }
  return results;
}

async function failureOf(test: CoreTest): Promise<string | undefined> {
  try {
    await test.run();
    return undefined;
  } catch (error) {
    return String(error);
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'core', CoreRunner)];
