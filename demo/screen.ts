import { styleText } from 'node:util';

/** Reports the progress of a step. A terminal shows the latest line while the step runs. */
export type Progress = (line: string) => void;

/**
 * The output of the demo: a terminal, or a pipe, which gets plain text without control characters.
 */
export interface Screen {
  /** Runs some work and prints its title and duration. */
  readonly step: <T>(title: string, work: (progress: Progress) => Promise<T>) => Promise<T>;
  readonly section: (title: string, lines: readonly string[]) => void;
  readonly line: (text: string) => void;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
/** The column at which durations end. */
const DURATION_COLUMN = 96;

/** Writes to a stream, with an animation when it is a terminal. */
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

/** Writes the title when the step starts, so that a reader of the pipe knows what is running. */
async function plainStep<T>(
  output: NodeJS.WriteStream,
  title: string,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  output.write(`  ${title} ${leader(title)}`);
  const start = performance.now();
  try {
    const result = await work(() => {});
    output.write(`${durationSince(start)}\n`);
    return result;
  } catch (error) {
    output.write(' failed\n');
    throw error;
  }
}

async function animatedStep<T>(
  output: NodeJS.WriteStream,
  title: string,
  work: (progress: Progress) => Promise<T>,
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
    const duration = styleText('dim', `${leader(title)}${durationSince(start)}`);
    draw(`  ${styleText('green', '✔')} ${title} ${duration}\n`);
    return result;
  } catch (error) {
    draw(`  ${styleText('red', '✘')} ${title}\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** Dots that lead from a title to its duration. */
function leader(title: string): string {
  return '.'.repeat(Math.max(3, DURATION_COLUMN - title.length - DURATION_WIDTH));
}

const DURATION_WIDTH = 8;
function durationSince(start: number): string {
  return seconds(performance.now() - start).padStart(DURATION_WIDTH);
}

/** A duration such as `3.4 s`. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
