import { styleText } from 'node:util';
import type { Scenario } from '../scenario.ts';

/** The first lines of the output. */
export function titleLines(name: string, { title }: Scenario): readonly string[] {
  return [
    styleText('bold', `trailmend demo: ${name}`),
    title,
    'Everything runs in a local AWS on this machine, which is removed when the demo ends.',
  ];
}
