import { createInterface } from 'node:readline';
import { visible } from '../lambda/core/model/foreign-text.ts';

/** Where a command writes and asks: results to stdout, progress and questions to stderr. */
export interface Terminal {
  readonly write: (result: string) => void;
  /** A line beside the result, to stderr. It shows characters that nobody sees. */
  readonly note: (line: string) => void;
  /** Shows a line until the command writes anything else. Silent unless stderr is a terminal. */
  readonly progress: (line: string) => void;
  /** Asks a question; only `y` and `yes` agree, and Ctrl-C does not. Absent: nobody can answer. */
  readonly ask?: (question: string) => Promise<boolean>;
}

export function terminalOf({ stdin, stdout, stderr }: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>): Terminal {
  const progress = (line: string): void => {
    if (stderr.isTTY) stderr.write(`\r\u001B[K${visible(line).slice(0, stderr.columns - 1)}`);
  };
  return {
    write(result) {
      progress('');
      stdout.write(result);
    },
    note(line) {
      progress('');
      stderr.write(`trailmend: ${line.split('\n').map(visible).join('\n')}\n`);
    },
    progress,
    ...(stdin.isTTY && {
      async ask(question) {
        const lines = createInterface({ input: stdin, output: stderr });
        const answer = await new Promise<string | undefined>((resolve) => {
          lines.question(question, resolve);
          // Ctrl-C and Ctrl-D close the input without an answer.
          lines.once('close', () => resolve(undefined));
        });
        lines.close();
        if (answer === undefined) stderr.write('\n');
        return /^y(es)?$/i.test(answer?.trim() ?? '');
      },
    }),
  };
}
