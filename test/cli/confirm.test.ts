import { describe, expect, test } from '@jest/globals';
import { confirm, confirmCalls } from '../../cli/confirm.ts';
import type { Terminal } from '../../cli/terminal.ts';

/** A terminal in which the user gives one answer, and what it showed. */
function answering(answer: boolean) {
  const shown: string[] = [];
  const terminal: Terminal = {
    write: () => {},
    note: (line) => void shown.push(line),
    progress: () => {},
    ask: async (question) => {
      shown.push(question);
      return answer;
    },
  };
  return { terminal, shown };
}

describe('a question', () => {
  test('names what the command does, and is confirmed by the user', async () => {
    const { terminal, shown } = answering(true);
    expect(await confirm({ verb: 'delete', what: 'these 3 resources' }, {}, terminal)).toBe(true);
    expect(await confirmCalls(1, {}, terminal)).toBe(true);
    expect(shown).toEqual(['\nDelete these 3 resources? [y/N] ', '\nMake this call? [y/N] ']);
  });

  test('that the user declines changes nothing', async () => {
    const { terminal, shown } = answering(false);
    expect(await confirmCalls(2, {}, terminal)).toBe(false);
    expect(shown).toEqual(['\nMake these 2 calls? [y/N] ', 'Nothing was changed.']);
  });

  test('is not asked with --yes', async () => {
    const { terminal, shown } = answering(false);
    expect(await confirmCalls(2, { yes: true }, terminal)).toBe(true);
    expect(shown).toEqual([]);
  });

  test('is an error where nobody can answer', async () => {
    const { ask: _, ...deaf } = answering(true).terminal;
    const asked = confirm({ verb: 'delete', what: 'these 3 resources' }, {}, deaf);
    await expect(asked).rejects.toThrow('Nobody can confirm these 3 resources here. Use --yes to delete them.');
  });
});
