import { styleText } from 'node:util';

/** Told what goes on inside a step; shown on a terminal while it lasts. */
export type Note = (line: string) => void;

/** Where the demo writes: a terminal, or a pipe that gets plain text without control characters. */
export interface Screen {
  /** Does some work and says what it is and how long it took. */
  readonly step: <T>(title: string, work: (note: Note) => Promise<T>) => Promise<T>;
  readonly section: (title: string, lines: readonly string[]) => void;
  readonly line: (text: string) => void;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
/** Where times stand. */
const TIME_COLUMN = 82;

/** The screen on an output, which is asked itself whether it is a terminal. */
export function screenOn(output: NodeJS.WriteStream): Screen {
  const write = (text: string) => void output.write(text);
  const step = output.isTTY ? animatedStep : plainStep;
  return {
    step: (title, work) => step(output, title, work),
    section(title, lines) {
      write(`\n${styleText('bold', title)}\n`);
      for (const line of lines) write(`${line === '' ? '' : `  ${line}`}\n`);
    },
    line: (text) => write(`${text}\n`),
  };
}

/** The title at once, so that somebody who watches the pipe sees what is being waited for; the time when it is over. */
async function plainStep<T>(output: NodeJS.WriteStream, title: string, work: (note: Note) => Promise<T>): Promise<T> {
  output.write(`  ${title} ...`);
  const start = performance.now();
  try {
    const result = await work(() => {});
    output.write(` ${seconds(performance.now() - start)}\n`);
    return result;
  } catch (error) {
    output.write(' failed\n');
    throw error;
  }
}

async function animatedStep<T>(
  output: NodeJS.WriteStream,
  title: string,
  work: (note: Note) => Promise<T>,
): Promise<T> {
  const start = performance.now();
  let latest = '';
  let frame = 0;
  const draw = (text: string) => output.write(`\r\u001B[K${text}`);
  const timer = setInterval(() => {
    frame = (frame + 1) % FRAMES.length;
    const room = output.columns - title.length - 8;
    const note = styleText('dim', room > 0 ? latest.slice(0, room) : '');
    draw(`  ${styleText('cyan', FRAMES[frame] ?? '')} ${title}  ${note}`);
  }, FRAME_MS);
  try {
    const result = await work((line) => {
      latest = line.trim() === '' ? latest : line.trim();
    });
    const time = seconds(performance.now() - start).padStart(TIME_COLUMN + 8 - title.length);
    draw(`  ${styleText('green', '✔')} ${title} ${styleText('dim', time)}\n`);
    return result;
  } catch (error) {
    draw(`  ${styleText('red', '✘')} ${title}\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** A duration for people, such as `3.4 s`. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
