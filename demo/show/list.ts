import type { Scenario } from '../scenario.ts';
import { table } from './table.ts';

/** Every scenario: its name for `--scenario`, and its title. */
export function listLines(scenarios: Readonly<Record<string, Scenario>>): readonly string[] {
  return table(Object.entries(scenarios).map(([name, { title }]) => [name, title]));
}
