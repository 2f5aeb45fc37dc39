// `npm run uninstall-trailmend`: deletes trailmend from an account. See docs/operations.md.
import { Command } from 'commander';
import { explain } from '../cli/errors.ts';
import { withSessionOptions } from '../cli/options.ts';
import { terminalOf } from '../cli/terminal.ts';
import { type UninstallOptions, uninstall } from './uninstall/uninstall.ts';

const terminal = terminalOf(process);
const program = withSessionOptions(
  new Command('npm run uninstall-trailmend --'),
  'the Region of the stack Trailmend; default: AWS_REGION, or that of the profile',
)
  .description('Shows what trailmend has installed in the account, asks, and deletes what no trail needs.')
  .option('--yes', 'delete without asking')
  .option('--debug', 'show where an error comes from')
  .allowExcessArguments(false)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();
const options = program.opts<UninstallOptions & { debug?: boolean }>();
try {
  process.exitCode = await uninstall(options, terminal);
} catch (error) {
  terminal.note(options.debug && error instanceof Error ? (error.stack ?? error.message) : explain(error));
  process.exitCode = 2;
}
