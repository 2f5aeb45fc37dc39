import { styleText } from 'node:util';
import type { Plan } from '../../lambda/core/model/plan.ts';
import { jsonLines } from './json.ts';

/** The steps of a plan with their exact inputs, and its refusals. */
export function planLines({ steps, refused }: Plan): readonly string[] {
  return [
    ...steps.flatMap(({ operation, input, needs }, index) => [
      `${index + 1}. ${styleText('bold', operation)}${needs.length > 0 ? ` (after ${needs.join(', ')})` : ''}`,
      ...jsonLines(input).map((line) => styleText('dim', `   ${line}`)),
    ]),
    ...refused.map(({ rule, detail }) => `refused for ${rule}: ${detail}`),
  ];
}
