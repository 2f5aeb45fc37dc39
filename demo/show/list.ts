import type { Scenario } from '../scenario.ts';
import { table } from './table.ts';

/** Every scenario by the name that `--scenario` takes, with what happens in it. */
export function listLines(scenarios: Readonly<Record<string, Scenario>>): readonly string[] {
  return table(Object.entries(scenarios).map(([name, { title }]) => [name, title]));
}
