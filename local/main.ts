import { InvalidArgumentError } from 'commander';
import { clientExports } from './client-exports.ts';
import { onEndingSignal, runAsCommand } from './command.ts';
import { commandLine, parseCommandLine } from './command-line.ts';
import { uncheckedTable } from './gate/unchecked-operations.ts';
import { startLocalAws } from './local-aws.ts';
import type { LocalAwsOptions } from './local-aws-options.ts';

/**
 * `npm run local-aws`: runs the local AWS in the foreground. Exits 0 after a signal, 1 when the
 * emulator dies, 2 when it cannot start.
 */
async function main(): Promise<number> {
  const { report, ...settings } = parseOptions();
  const localAws = await startLocalAws({ ...settings, progress: (line) => process.stderr.write(`${line}\n`) });
  process.stdout.write(`endpoint ${localAws.endpoint}\n`);
  process.stderr.write(
    `\nIn the shell of an AWS client:\n${clientExports(localAws).join('\n')}\n\nPress Ctrl-C to stop.\n`,
  );
  const ended = new Promise<undefined>((resolve) => onEndingSignal(() => resolve(undefined)));
  const lost = await Promise.race([localAws.lost, ended]);
  await localAws.stop();
  if (report) process.stdout.write(`${uncheckedTable(localAws.unchecked())}\n`);
  if (lost !== undefined) process.stderr.write(`${lost.message}\n`);
  return lost === undefined ? 0 : 1;
}

function parseOptions(): LocalAwsOptions & { readonly report: boolean } {
  const command = commandLine(
    'local-aws',
    'A local AWS on 127.0.0.1 for any AWS client. Keys test/test are the administrator of account 000000000000, a 12-digit access key that of the account with this number. Stops on Ctrl-C.',
  )
    .option('--port <number>', 'the port of the endpoint (default: a free one)', portNumber)
    .option('--roles <seconds>', 'how long CloudTrail does not see a change of a role (default: 8)', seconds)
    .option('--settling <seconds>', 'how long a changed trail answers ConflictException (default: 0)', seconds)
    .option('--rates', "throttle CloudTrail's calls at their documented rates")
    .option(
      '--report',
      'at the end, list the operations that passed through unchecked; GET /_trailmend/report returns them as JSON at any time',
    );
  const { port, roles, settling, rates, report } = parseCommandLine<{
    port?: number;
    roles?: number;
    settling?: number;
    rates?: true;
    report?: true;
  }>(command);
  return {
    report: report === true,
    ...(port !== undefined && { port }),
    recording: { stackEvents: true },
    cloudTrail: {
      ...(roles !== undefined && { roleVisibleAfterMs: roles * 1000 }),
      ...(settling !== undefined && { settleDelayMs: settling * 1000 }),
      ...(rates !== undefined && { rates }),
    },
  };
}

function seconds(value: string): number {
  if (!/^\d{1,3}$/.test(value)) throw new InvalidArgumentError('Give a number of seconds from 0 to 999.');
  return Number(value);
}

function portNumber(value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (port < 1 || port > 65_535) throw new InvalidArgumentError('Give a number from 1 to 65535.');
  return port;
}

await runAsCommand(main);
