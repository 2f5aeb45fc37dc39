import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { VERDICTS } from '../../demo/demo.ts';
import type { Stage } from '../../demo/scenario.ts';
import { SCENARIOS } from '../../demo/scenarios/index.ts';
import { titleLines } from '../../demo/show/title.ts';
import type { OutcomeWord } from '../../lambda/core/model/outcome.ts';
import type { SubjectWord } from '../../lambda/core/notification/subject-word.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { demoStage, recordingScreen } from './demo-stage.ts';

const ROLE_VISIBLE_AFTER_MS = 1_500;
// test/e2e/stack-role.test.ts plays the one that has parameters of its own.
const { missing, blanked, 'organization-member': organizationMember, 'stack-role': _, ...trailScenarios } = SCENARIOS;
const README = fileURLToPath(new URL('../../README.md', import.meta.url));

let aws: LocalAws;
let stage: Stage;
const { screen, lines, clear } = recordingScreen();

beforeAll(async () => {
  aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: ROLE_VISIBLE_AFTER_MS, maximumTrails: 50 } });
  stage = await demoStage(aws, { SettleSeconds: '0' }, screen);
});

beforeEach(clear);

afterAll(async () => {
  stage?.subscriber.close();
  await aws?.stop();
});

/** How the subject of a notification about an outcome starts, unless the scenario names a text. */
const SUBJECT_START: Readonly<Partial<Record<OutcomeWord, SubjectWord>>> = {
  FIXED: 'REPAIRED',
  VERIFIED: 'INFO',
  SKIPPED: 'ACTION NEEDED',
  BLOCKED: 'ACTION NEEDED',
};

/** Text that the notification of a scenario must contain. */
const NOTIFICATION_TEXT: Readonly<Record<string, string>> = {
  'account-retention': 'The account policy "baseline" overrides the log group\'s own retention',
  'dangling-group': 'Subject: ACTION NEEDED: log group deleted for trail ',
  'late-delivery': 'Subject: ACTION NEEDED: CloudWatch Logs delivery late for trail late',
  tampering: `put-event-selectors --trail-name evidence --event-selectors '[{"ReadWriteType":"All"`,
};

test.each(Object.entries(trailScenarios))(
  '%s ends with the expected outcome, and the notification names it',
  async (name, scenario) => {
    expect(await scenario.run(stage)).toBe(true);
    const { fix: outcome } = scenario.expectedOutcome;
    expect(lines().join('\n')).toMatch(new RegExp(`^outcome +${outcome}: `, 'm'));
    expect(lines().join('\n')).toContain(NOTIFICATION_TEXT[name] ?? `Subject: ${SUBJECT_START[outcome]}: `);
  },
);

test('blanked prints the output in the README', async () => {
  expect(await blanked.run(stage)).toBe(true);
  const printed = [...titleLines('blanked', blanked), ...lines(), VERDICTS[blanked.expectedOutcome.fix]].map(
    withoutVariableParts,
  );
  const [, quoted = ''] = /--scenario blanked\n```\s*```\n(.*?)```/s.exec(readFileSync(README, 'utf8')) ?? [];
  const expected = quoted
    .split('\n')
    .map(withoutVariableParts)
    .filter((line) => line !== '' && line !== '…');
  expect(expected.length).toBeGreaterThanOrEqual(15);
  expect(expected.filter((line) => !printed.includes(line))).toEqual([]);
});

/**
 * A line without the parts that differ in each run: times, durations, request IDs, and numbers of
 * attempts.
 */
function withoutVariableParts(line: string): string {
  return stripVTControlCharacters(line)
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/ \.{3,} *[\d.]+ s$/, '')
    .replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'ID')
    .replace(/ after \d+ attempts/, '')
    .trim();
}

test('organization-member logs who can act, and sends no notification', async () => {
  expect(await organizationMember.run(stage)).toBe(true);
  expect(lines().join('\n')).toMatch(/outcome +SKIPPED\n.*\n.*\nwho can act +the management account 111122223333/);
  expect(lines().join('\n')).not.toContain('Subject:');
});
