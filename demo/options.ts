import { Command, Option } from 'commander';
import type { Mode } from './scenario.ts';
import { SCENARIOS, type ScenarioName } from './scenarios/index.ts';

export interface Options {
  readonly scenario: ScenarioName;
  /** List the scenarios and exit. */
  readonly list: boolean;
  readonly mode: Mode;
  /** Keep the local AWS running after the scenario. */
  readonly keep: boolean;
}

/** @throws CommanderError after it has printed the error, or the help (exit code 0) */
export function parseOptions(commandLine: readonly string[]): Options {
  return new Command()
    .name('npm run demo --')
    .description(
      'Deploys trailmend to a local AWS with the CDK CLI, changes a CloudTrail trail, and shows how trailmend responds. Exits with 1 when trailmend did not respond as it must.',
    )
    .addOption(
      new Option('--scenario <name>', 'what happens to the trail; --list shows every scenario')
        .choices(Object.keys(SCENARIOS))
        .default('missing'),
    )
    .option('--list', 'list the scenarios and exit', false)
    .addOption(
      new Option('--mode <mode>', 'fix: trailmend repairs the trail; dry-run: it only reports its plan')
        .choices(['fix', 'dry-run'])
        .default('fix'),
    )
    .option('--keep', 'keep the local AWS running after the scenario, until Ctrl-C', false)
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureOutput({ outputError: (sentence, write) => write(sentence.replace(/^error: /, '')) })
    .parse(commandLine, { from: 'user' })
    .opts<Options>();
}
