import { constants } from 'node:os';
import { onEndingSignal, runAsCommand } from '../local/command.ts';
import { type LocalAws, startLocalAws } from '../local/local-aws.ts';
import { runDemo } from './demo.ts';
import { parseOptions } from './options.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { type Screen, screenOn } from './screen.ts';
import { listLines } from './show/list.ts';
import { titleLines } from './show/title.ts';

/**
 * `npm run demo`. Exits with 0 when trailmend did what it must, with 1 when it did not, and with 2
 * when the local AWS could not start or ended early.
 */
async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  const screen = screenOn(process.stdout);
  if (options.list) {
    for (const line of listLines(SCENARIOS)) screen.line(line);
    return 0;
  }
  const scenario = SCENARIOS[options.scenario];
  for (const line of titleLines(options.scenario, scenario)) screen.line(line);
  screen.section('Setup', []);
  const aws = await start(screen);
  const { signal, exitCode } = stopSignal();
  try {
    const passed = await Promise.race([
      runDemo(aws, scenario, options, screen, signal),
      aws.lost.then((error) => Promise.reject(error)),
    ]);
    return passed ? 0 : 1;
  } catch (error) {
    if (signal.aborted) {
      screen.line('\nStopped. The local AWS is being removed.');
      return exitCode();
    }
    throw error;
  } finally {
    await aws.stop();
  }
}

/** The progress of the start belongs to its step. Later lines are problems of the local AWS. */
async function start(screen: Screen): Promise<LocalAws> {
  let print: (line: string) => void = screen.line;
  const aws = await screen.step('Start the local AWS', (progress) => {
    print = progress;
    return startLocalAws({ progress: (line) => print(line) });
  });
  print = (line) => screen.line(`\n${line}`);
  return aws;
}

/** Aborted by the signals that end a command. */
function stopSignal(): { readonly signal: AbortSignal; readonly exitCode: () => number } {
  const controller = new AbortController();
  let code = 0;
  onEndingSignal((name) => {
    code = 128 + constants.signals[name];
    controller.abort();
  });
  return { signal: controller.signal, exitCode: () => code };
}

await runAsCommand(main);
