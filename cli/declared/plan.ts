import type { Command } from 'commander';
import { examples, outputOption, trailCommand } from '../options.ts';
import type { Runner } from '../runner.ts';

export function declarePlan(program: Command, run: Runner): void {
  trailCommand(program, 'plan')
    .description('Shows the calls that would repair a trail, and what trailmend refuses and why. Changes nothing.')
    .addOption(outputOption('--format <format>', ['text', 'json', 'aws-cli', 'terraform', 'cloudformation', 'cdk']))
    .addHelpText(
      'after',
      examples(
        ['trailmend plan audit', 'the trail audit of the Region'],
        ['trailmend plan audit --format aws-cli | sh', 'the repair with the AWS CLI'],
        ['trailmend plan audit --format terraform', 'the repair in the source of the trail'],
        ['trailmend plan --all-regions --format json', 'every trail, for programs'],
      ),
    )
    .action((trail, options) =>
      run(async (terminal) => (await import('../commands/plan.ts')).runPlan(trail, options, terminal)),
    );
}
