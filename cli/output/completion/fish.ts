import type { DescribedCommand, DescribedOption } from './described.ts';

/** A completion for fish. */
export function fishCompletion([root, ...commands]: readonly [DescribedCommand, ...DescribedCommand[]]): string {
  const { name } = root;
  const complete = (condition: string, rest: string) => `complete -c ${name} -n ${quote(condition)} ${rest}`;
  const first = '__fish_use_subcommand';
  return `${[
    `# fish completion of ${name}: ${name} completion fish | source`,
    `complete -c ${name} -f`,
    ...root.options.map((option) => complete(first, describeOption(option))),
    ...commands.map((command) => complete(first, `-a ${command.name} -d ${quote(command.description)}`)),
    ...commands.flatMap((command) => {
      const after = `__fish_seen_subcommand_from ${command.name}`;
      const values = command.choices.length > 0 ? [complete(after, `-a ${quote(command.choices.join(' '))}`)] : [];
      return [...values, ...command.options.map((option) => complete(after, describeOption(option)))];
    }),
  ].join('\n')}\n`;
}

function describeOption({ name, description, takesValue, choices }: DescribedOption): string {
  const values = choices.length > 0 ? ` -a ${quote(choices.join(' '))}` : '';
  return `-l ${name.replace(/^--/, '')} -d ${quote(description)}${takesValue ? ` -x${values}` : ''}`;
}

const quote = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
