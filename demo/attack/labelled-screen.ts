import { type Screen, seconds } from '../screen.ts';

/** A screen for one of several that write at the same time: each line begins with its label. */
export function labelledScreen(output: NodeJS.WriteStream, label: string): Screen {
  const line = (text: string) => void output.write(`${label}  ${text.trim()}\n`);
  return {
    async step(title, work) {
      const start = performance.now();
      const result = await work(() => {});
      line(`${title}: ${seconds(performance.now() - start)}`);
      return result;
    },
    section: (title, lines) => [title, ...lines].forEach(line),
    line,
  };
}
