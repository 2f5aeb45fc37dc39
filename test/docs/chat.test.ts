import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('docs/chat.md shows the card of today', () => {
  const [, shown] = /^```\n(.*?)^```$/ms.exec(read('docs/chat.md')) ?? [];
  const { content } = JSON.parse(read('test/lambda/core/notification/cards/stopped-and-started.json'));
  const steps = content.nextSteps.map((step: string) => `- ${step}`);
  expect(shown).toBe(`${[content.title, '', content.description, '', 'Next steps', ...steps].join('\n')}\n`);
});
