import { type Command, Option } from 'commander';
import { examples, minutes, trailCommand } from '../options.ts';
import type { Runner } from '../runner.ts';

export function declareVerify(program: Command, run: Runner): void {
  trailCommand(program, 'verify')
    .description('Says whether AWS delivers the events of trails to CloudWatch Logs, by the two clocks of AWS.')
    .option('--wait', 'wait until AWS has delivered since the command started, or reports an error')
    .addOption(new Option('--timeout <minutes>', 'how long to wait').default(20).argParser(minutes))
    .addHelpText(
      'after',
      examples(
        ['trailmend verify audit', 'what AWS reports now'],
        ['trailmend verify audit --wait', 'after a repair: until the first delivery'],
      ),
    )
    .action((trail, options) =>
      run(async (terminal) => (await import('../commands/verify.ts')).runVerify(trail, options, terminal)),
    );
}
