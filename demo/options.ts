import { Command, Option } from 'commander';
import type { Mode } from './scenario.ts';
import { SCENARIOS, type ScenarioName } from './scenarios/index.ts';

export interface Options {
  readonly scenario: ScenarioName;
  /** Only say which scenarios there are. */
  readonly list: boolean;
  readonly mode: Mode;
  /** Stay in the foreground afterwards. */
  readonly keep: boolean;
}

/** @throws commander's CommanderError after it has said what is wrong, or has shown the help (exit code 0) */
export function optionsFrom(commandLine: readonly string[]): Options {
  return new Command()
    .name('npm run demo --')
    .description(
      'Deploys trailmend to a local AWS with the CDK CLI, lets somebody break a CloudTrail trail, and shows what becomes of it. Exits 1 when trailmend did not do what it should.',
    )
    .addOption(
      new Option('--scenario <name>', 'what happens to the trail; --list says which there are')
        .choices(Object.keys(SCENARIOS))
        .default('missing'),
    )
    .option('--list', 'list the scenarios, a line each, and end', false)
    .addOption(
      new Option('--mode <mode>', 'fix repairs the trail; dry-run writes nothing and tells the plan')
        .choices(['fix', 'dry-run'])
        .default('fix'),
    )
    .option('--keep', 'keep the local AWS running afterwards, until Ctrl-C', false)
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureOutput({ outputError: (sentence, write) => write(sentence.replace(/^error: /, '')) })
    .parse(commandLine, { from: 'user' })
    .opts<Options>();
}
