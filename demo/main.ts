import { constants } from 'node:os';
import { styleText } from 'node:util';
import { onEndingSignal, runAsCommand } from '../local/command.ts';
import { type LocalAws, startLocalAws } from '../local/local-aws.ts';
import { demonstrate } from './demo.ts';
import { optionsFrom } from './options.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { type Screen, screenOn } from './screen.ts';
import { listLines } from './show/list.ts';

/** `npm run demo`: exits 0 when trailmend did what it should, 1 when not, 2 when the local AWS cannot start or ends. */
async function main(): Promise<number> {
  const options = optionsFrom(process.argv.slice(2));
  const screen = screenOn(process.stdout);
  if (options.list) {
    for (const line of listLines(SCENARIOS)) screen.line(line);
    return 0;
  }
  const scenario = SCENARIOS[options.scenario];
  screen.line(styleText('bold', `trailmend: ${scenario.title}`));
  screen.line('All of it happens in a local AWS on this machine, which goes when the demo ends.\n');
  const aws = await started(screen);
  const { signal, exitCode } = stopSignal();
  try {
    const passed = await Promise.race([
      demonstrate(aws, scenario, options, screen, signal),
      aws.lost.then((error) => Promise.reject(error)),
    ]);
    return passed ? 0 : 1;
  } catch (error) {
    if (signal.aborted) {
      screen.line('Stopped before the end: nothing of it stays.');
      return exitCode();
    }
    throw error;
  } finally {
    await aws.stop();
  }
}

/** What the local AWS tells while it starts belongs to that step; later it says what it could not do. */
async function started(screen: Screen): Promise<LocalAws> {
  let tell: (line: string) => void = screen.line;
  const aws = await screen.step('local AWS', (note) => {
    tell = note;
    return startLocalAws({ progress: (line) => tell(line) });
  });
  tell = (line) => screen.line(`\n${line}`);
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
