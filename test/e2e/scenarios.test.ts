import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { stageFor } from '../../demo/account.ts';
import type { Stage } from '../../demo/scenario.ts';
import { SCENARIOS } from '../../demo/scenarios/index.ts';
import type { Screen } from '../../demo/screen.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';

jest.setTimeout(180_000);

const ROLE_VISIBLE_AFTER_MS = 1_500;
const { missing, 'organization-member': organizationMember, ...stories } = SCENARIOS;

let aws: LocalAws;
let stage: Stage;
let shown: string[] = [];
const screen: Screen = {
  step: (_, work) => work(() => {}),
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

test.each(Object.entries(stories))('%s ends as the scenario says, and the message says so', async (_, scenario) => {
  shown = [];
  expect(await scenario.play(stage)).toBe(true);
  expect(shown.join('\n')).toContain(`Subject: ${scenario.ends.fix}`);
});

test('organization-member ends with a line in the log that says who can act, and without a message', async () => {
  shown = [];
  expect(await organizationMember.play(stage)).toBe(true);
  expect(shown.join('\n')).toMatch(/outcome +SKIPPED\n.*\n.*\nwho can act +the management account 111122223333/);
  expect(shown.join('\n')).not.toContain('Subject:');
});
