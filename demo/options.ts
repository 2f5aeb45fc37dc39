import { Command, Option } from 'commander';
import type { Mode } from './scenario.ts';

export interface Options {
  readonly mode: Mode;
  /** Stay in the foreground afterwards. */
  readonly keep: boolean;
}

/** @throws commander's CommanderError after it has said what is wrong, or has shown the help (exit code 0) */
export function optionsFrom(commandLine: readonly string[]): Options {
  return new Command()
    .name('npm run demo --')
    .description(
      'Deploys trailmend to a local AWS with the CDK CLI, lets an engineer make an unprotected CloudTrail trail, and shows what becomes of it. Exits 1 when trailmend did not do what it should.',
    )
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
