import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Command } from 'commander';
import { choiceOption, commandLine, parseCommandLine } from '../command-line.ts';

let output: string;
beforeEach(() => {
  output = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

const command = (): Command =>
  commandLine('demo', 'A demo.')
    .addOption(choiceOption('--scenario <name>', 'what happens', ['missing', 'blanked']).default('missing'))
    .option('--list', 'list', false);
const parse = (given: readonly string[], environment: Record<string, string> = {}) =>
  parseCommandLine(command(), given, environment);

test('returns the options', () => {
  expect(parse(['--scenario', 'blanked', '--list'])).toEqual({ scenario: 'blanked', list: true });
  expect(parse([])).toEqual({ scenario: 'missing', list: false });
});

describe('prints one line for', () => {
  test.each([
    [['--scenaro', 'blanked'], "unknown option '--scenaro' (Did you mean --scenario?)\n"],
    [['--scenario', 'blankd'], "option '--scenario <name>' argument 'blankd' is invalid. Did you mean blanked?\n"],
    [['--scenario', 'x'], "option '--scenario <name>' argument 'x' is invalid. Use one of: missing, blanked.\n"],
    [['--scenario'], "option '--scenario <name>' argument missing\n"],
    [['now'], 'too many arguments. Expected 0 arguments but got 1.\n'],
  ])('%j', (given, line) => {
    expect(() => parse(given)).toThrow(expect.objectContaining({ name: 'CommanderError', exitCode: 1 }));
    expect(output).toBe(line);
  });
});

describe('an option without -- in front of it, which npm takes for itself,', () => {
  const npm = (variables: Record<string, string>) => ({ npm_lifecycle_event: 'demo', ...variables });

  test.each([
    [[], { npm_config_list: 'true' }, 'npm run demo -- --list'],
    [['blanked'], { npm_config_scenario: 'true' }, 'npm run demo -- --scenario blanked'],
    [[], { npm_config_scenario: 'blanked' }, 'npm run demo -- --scenario=blanked'],
  ])('with %j and %j leads to the correct command', (given, variables, correct) => {
    expect(() => parse(given, npm(variables))).toThrow('npm took');
    expect(output).toBe(`${output.trim()}\n`);
    expect(output).toContain(`Put -- in front of the options: ${correct}\n`);
  });

  test.each([
    [['--list'], npm({ npm_config_list: 'true' })],
    [[], npm({ npm_config_list: '', npm_config_cache: '/cache' })],
    [[], { npm_config_list: 'true' }],
    [[], { npm_config_list: 'true', npm_lifecycle_event: 'test' }],
  ])('is not the case with %j and %j', (given, environment) => {
    expect(parse(given, environment)).toMatchObject({ scenario: 'missing' });
  });
});
