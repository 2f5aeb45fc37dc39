import { choiceOption, commandLine, parseCommandLine } from '../local/command-line.ts';
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
export function parseOptions(commandArguments: readonly string[]): Options {
  const command = commandLine(
    'demo',
    'Deploys trailmend to a local AWS with the CDK CLI, changes a CloudTrail trail, and shows how trailmend responds. Exits with 1 when trailmend did not respond as it must.',
  )
    .addOption(
      choiceOption(
        '--scenario <name>',
        'what happens to the trail; --list shows every scenario',
        Object.keys(SCENARIOS),
      ).default('missing'),
    )
    .option('--list', 'list the scenarios and exit', false)
    .addOption(
      choiceOption('--mode <mode>', 'fix: trailmend repairs the trail; dry-run: it only reports its plan', [
        'fix',
        'dry-run',
      ]).default('fix'),
    )
    .option('--keep', 'keep the local AWS running after the scenario, until Ctrl-C', false);
  return parseCommandLine<Options>(command, commandArguments);
}
