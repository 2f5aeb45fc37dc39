import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { startLocalAws } from './local-aws.ts';
import { LocalAwsError } from './local-aws-error.ts';

/** `npm run local-aws`: the local AWS in the foreground. Exits 0 after a signal, 1 when the emulator dies, 2 when it cannot start. */
async function main(): Promise<number> {
  const localAws = await startLocalAws({ ...options(), progress: (line) => process.stderr.write(`${line}\n`) });
  process.stdout.write(`endpoint ${localAws.endpoint}\n`);
  const lost = await Promise.race([localAws.lost, signal()]);
  await localAws.stop();
  if (lost !== undefined) process.stderr.write(`${lost.message}\n`);
  return lost === undefined ? 0 : 1;
}

function options(): { readonly port?: number } {
  return new Command()
    .name('npm run local-aws --')
    .description(
      'A local AWS on 127.0.0.1 for any AWS client. Keys test/test are the administrator of account 000000000000, a 12-digit access key that of the account with this number. Stops on Ctrl-C.',
    )
    .option('--port <number>', 'the port of the endpoint (default: a free one)', portNumber)
    .allowExcessArguments(false)
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({ outputError: (sentence, write) => write(sentence.replace(/^error: /, '')) })
    .parse()
    .opts<{ port?: number }>();
}

function portNumber(value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (port < 1 || port > 65_535) throw new InvalidArgumentError('It should be a number from 1 to 65535.');
  return port;
}

/** Before the start is complete nothing listens for signals: they end this process, and with it all that it started. */
function signal(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => resolve(undefined));
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof LocalAwsError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else {
    throw error;
  }
}
