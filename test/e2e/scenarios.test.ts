import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { stageFor } from '../../demo/account.ts';
import { PROVED } from '../../demo/demo.ts';
import type { Stage } from '../../demo/scenario.ts';
import { SCENARIOS } from '../../demo/scenarios/index.ts';
import type { Screen } from '../../demo/screen.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';

const ROLE_VISIBLE_AFTER_MS = 1_500;
const { missing, blanked, 'organization-member': organizationMember, ...stories } = SCENARIOS;
const README = fileURLToPath(new URL('../../README.md', import.meta.url));

let aws: LocalAws;
let stage: Stage;
let shown: string[] = [];
const screen: Screen = {
  step(title, work) {
    shown.push(title);
    return work(() => {});
  },
  section: (title, lines) => void shown.push(title, ...lines),
  line: (text) => void shown.push(text),
};

beforeAll(async () => {
  aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: ROLE_VISIBLE_AFTER_MS, mostTrails: 50 } });
  stage = await stageFor(
    { ...missing, parameters: { SettleSeconds: '2' } },
    'fix',
    aws,
    screen,
    new AbortController().signal,
  );
});

afterAll(async () => {
  stage?.subscriber.close();
  await aws?.stop();
});

/** What a story's message is about beside the outcome. */
const SAYS: Readonly<Record<string, string>> = {
  tampering: `put-event-selectors --trail-name evidence --event-selectors '[{"ReadWriteType":"All"`,
};

test.each(Object.entries(stories))('%s ends as the scenario says, and the message says so', async (name, scenario) => {
  shown = [];
  expect(await scenario.play(stage)).toBe(true);
  expect(shown.join('\n')).toContain(`Subject: ${scenario.ends.fix}`);
  expect(shown.join('\n')).toContain(SAYS[name] ?? '');
});

test('blanked ends as the README shows it', async () => {
  shown = [`trailmend: ${blanked.title}`];
  expect(await blanked.play(stage)).toBe(true);
  const printed = [...shown, PROVED[blanked.ends.fix]].map(steadily);
  const [, quoted = ''] = /--scenario blanked\n```\s*```\n(.*?)```/s.exec(readFileSync(README, 'utf8')) ?? [];
  const lines = quoted
    .split('\n')
    .map(steadily)
    .filter((line) => line !== '' && line !== '…');
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.filter((line) => !printed.includes(line))).toEqual([]);
});

/** A line without what is another at each run: times, durations, ids of requests, how often something was tried. */
function steadily(line: string): string {
  return stripVTControlCharacters(line)
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/ \.\.\. [\d.]+ s$/, '')
    .replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'ID')
    .replace(/ after \d+ attempts/, '')
    .trim();
}

test('organization-member ends with a line in the log that says who can act, and without a message', async () => {
  shown = [];
  expect(await organizationMember.play(stage)).toBe(true);
  expect(shown.join('\n')).toMatch(/outcome +SKIPPED\n.*\n.*\nwho can act +the management account 111122223333/);
  expect(shown.join('\n')).not.toContain('Subject:');
});
