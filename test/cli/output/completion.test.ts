import { describe, expect, test } from '@jest/globals';
import { Argument, Command, Option } from 'commander';
import { bashCompletion } from '../../../cli/output/completion/bash.ts';
import { describeProgram } from '../../../cli/output/completion/described.ts';
import { fishCompletion } from '../../../cli/output/completion/fish.ts';
import { zshCompletion } from '../../../cli/output/completion/zsh.ts';

const program = new Command('trees').version('1');
program
  .command('grow')
  .description(`What a 'tree' [of any\\kind] costs: $(date)`)
  .option('-p, --place <name>', 'where')
  .addOption(new Option('--kind <kind>', "the tree's kind").choices(['oak', 'elm']))
  .option('--all', 'each of them');
program.command('show').addArgument(new Argument('<what>').choices(['leaf', 'root']));
program.command('secret', { hidden: true });

const described = describeProgram(program);

test('offers every visible command with its long options and their values', () => {
  const help = { name: '--help', description: 'display help for command', takesValue: false, choices: [] };
  expect(described.map(({ name }) => name)).toEqual(['trees', 'grow', 'show', 'help']);
  expect(described[1]?.options).toEqual([
    { name: '--place', description: 'where', takesValue: true, choices: [] },
    { name: '--kind', description: "the tree's kind", takesValue: true, choices: ['oak', 'elm'] },
    { name: '--all', description: 'each of them', takesValue: false, choices: [] },
    help,
  ]);
  expect(described[2]).toEqual({ name: 'show', description: '', options: [help], choices: ['leaf', 'root'] });
});

describe('descriptions are only text', () => {
  test('in bash, which has none', () => expect(bashCompletion(described)).not.toContain('date'));

  test('in zsh', () => {
    const script = zshCompletion(described);
    expect(script).toContain(String.raw`    'grow:What a '\''tree'\'' [of any\kind] costs: $(date)'`);
    expect(script).toContain(String.raw`'--kind[the tree'\''s kind]:value:(oak elm)'`);
    expect(
      zshCompletion([
        { name: 'x', description: '', options: [], choices: [] },
        {
          name: 'y',
          description: '',
          options: [{ name: '--z', description: String.raw`a [b] \c`, takesValue: false, choices: [] }],
          choices: [],
        },
      ]),
    ).toContain(String.raw`'--z[a \[b\] \\c]'`);
  });

  test('in fish', () => {
    const script = fishCompletion(described);
    expect(script).toContain(String.raw`-a grow -d 'What a \'tree\' [of any\\kind] costs: $(date)'`);
    expect(script).toContain(String.raw`-l kind -d 'the tree\'s kind' -x -a 'oak elm'`);
  });
});
