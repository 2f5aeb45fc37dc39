import { createInterface } from 'node:readline/promises';

/** Where a command writes and asks: results to stdout, progress and questions to stderr. */
export interface Terminal {
  readonly write: (result: string) => void;
  /** A line beside the result, to stderr. */
  readonly note: (line: string) => void;
  /** Replaces the line of progress; empty removes it. Silent unless stderr is a terminal. */
  readonly progress: (line: string) => void;
  /** Asks a question; only `y` and `yes` agree. Absent: nobody can answer. */
  readonly ask?: (question: string) => Promise<boolean>;
}

export function terminalOf({ stdin, stdout, stderr }: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>): Terminal {
  const progress = (line: string): void => {
    if (stderr.isTTY) stderr.write(`\r\u001B[K${line.slice(0, stderr.columns - 1)}`);
  };
  return {
    write: (result) => void stdout.write(result),
    note(line) {
      progress('');
      stderr.write(`trailmend: ${line}\n`);
    },
    progress,
    ...(stdin.isTTY && {
      async ask(question) {
        const lines = createInterface({ input: stdin, output: stderr });
        try {
          return /^y(es)?$/i.test((await lines.question(question)).trim());
        } finally {
          lines.close();
        }
      },
    }),
  };
}
