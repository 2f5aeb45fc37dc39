import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { actionable, weakenings } from '../lambda/core/model/finding.ts';
import { outcomeRecordSchema } from '../lambda/core/model/outcome.ts';
import { subjectKey, trailSubject } from '../lambda/core/model/subject.ts';
import type { TrailId } from '../lambda/core/model/trail-id.ts';
import type { Request } from '../lambda/events/parse-request.ts';
import type { CaseFile } from './support/cases/case-file.ts';
import { expectEnd, expectSteps, expectTrigger, findingWord, scopeWord } from './support/cases/expect-case.ts';
import { type Case, loadCases } from './support/cases/load-cases.ts';
import { checkTrail, decide, type Played, play, requestOf } from './support/cases/play-case.ts';
import { ID } from './support/perfect-trail.ts';

const CASES = loadCases(join(import.meta.dirname, 'cases'));

type Expected<K extends CaseFile['expected']['request']> = Extract<CaseFile['expected'], { request: K }>;

test('the folders contain all situations', () => expect(CASES.length).toBeGreaterThanOrEqual(223));

describe.each(CASES.map((found) => [found.name, found] as const))('%s', (_name, found) => {
  const { expected } = found;
  const request = requestOf(found);
  test(`is ${expected.request}`, () => expect(request.kind).toBe(expected.request));
  if (request.kind === 'ignored' && expected.request === 'ignored') ignored(found, request, expected);
  else if (request.kind === 'report' || request.kind === 'denied') {
    if (expected.request === 'report' || expected.request === 'denied') reported(found, request, expected);
  } else if (request.kind === 'remediate' && expected.request === 'remediate') {
    judged(found, request.id, request.trigger, expected);
  } else if (request.kind === 'log-group-changed' && expected.request === 'log-group-changed') {
    judged(found, ID, request.trigger, expected);
  }
});

function ignored(found: Case, { why, detail }: Request & { kind: 'ignored' }, expected: Expected<'ignored'>): void {
  test('is ignored with its reason', () => {
    expect(why).toBe(expected.why);
    expect(detail).toContain(expected.detail);
  });
  test('is logged, and causes no call', async () => {
    const { ignored: logged, records, messages, aws } = await play(found, ID, 'fix');
    expect(logged).toEqual([{ why, detail }]);
    expect([records, messages, aws.journal]).toEqual([[], [], []]);
  });
}

function reported(
  found: Case,
  request: Request & { kind: 'report' | 'denied' },
  expected: Extract<CaseFile['expected'], { run: { notified: string } }>,
): void {
  const subject = request.kind === 'report' ? trailSubject(request.id) : request.subject;
  test('names the trail and the caller', () => {
    if (expected.trail !== undefined) expect(subjectKey(subject)).toBe(expected.trail);
    expectTrigger(request.trigger, expected.trigger);
  });
  test('is reported and not repaired', async () => {
    const played = await play(found, ID, 'fix');
    expectEnd(onlyRecord(played), expected.run);
    expect(played.messages.map((message) => message.subject)).toEqual([expected.run.notified]);
    expect(onlyRecord(played).restore).toEqual(expected.run.restore);
    expect(played.aws.journal).toEqual([]);
  });
}

function judged(
  found: Case,
  id: TrailId,
  trigger: Parameters<typeof decide>[2],
  expected: Expected<'remediate' | 'log-group-changed'>,
): void {
  const { findings = [], steps = [], refused = {}, scope = 'in', scopeInSweep = scope, dryRun, run } = expected;
  test('decision', async () => {
    expectTrigger(trigger, expected.trigger);
    const decided = await decide(found, id, trigger);
    expect(scopeWord(decided.scope)).toBe(scope);
    expect(decided.findings.map(findingWord)).toEqual(findings);
    expectSteps(decided.plan.steps, steps);
    expect(Object.fromEntries(decided.plan.refused.map(({ rule, reason }) => [rule, reason]))).toEqual(refused);
  });
  test('check of a sweep', async () => {
    const { findings: checked, record } = await checkTrail(found, id);
    expect(checked.map(findingWord)).toEqual(expect.arrayContaining([...findings]));
    const isWeaker = weakenings(checked).length > 0;
    const reason = isWeaker ? 'weakened' : scopeInSweep === 'in' ? 'nothing-to-do' : scopeInSweep;
    const needsRun = scopeInSweep === 'in' && actionable(checked).length > 0;
    expect(record?.reason).toBe(needsRun ? undefined : reason);
  });
  test('dry run', async () => {
    const played = await play(found, id, 'dry-run');
    expect(played.aws.journal).toEqual([]);
    expectEnd(onlyRecord(played), dryRun);
    expect(played.failed).toBe(dryRun.outcome === 'FAILED');
  });
  test('run', async () => {
    const played = await play(found, id, 'fix');
    const record = onlyRecord(played);
    expectEnd(record, run);
    expect(record.trailArn).toBe(id.arn);
    expect(played.failed).toBe(run.outcome === 'FAILED');
    expect(played.messages.map(({ subject }) => subject)).toEqual(run.notified === false ? [] : [run.notified]);
    const writes = played.aws.journal.flatMap(({ effect, step }) => (effect ? [step.operation] : []));
    expect(writes).toEqual(run.writes ?? []);
    expect(callCounts(played, Object.keys(run.calls ?? {}))).toEqual(run.calls ?? {});
    if (run.trail !== undefined) expect(played.aws.account.trails[id.arn]).toMatchObject(run.trail);
  });
}

function callCounts({ aws: { journal } }: Played, operations: readonly string[]): Record<string, number> {
  const counts = operations.map((one) => [one, journal.filter(({ step }) => step.operation === one).length]);
  return Object.fromEntries(counts);
}

function onlyRecord({ records }: Played): Played['records'][number] {
  expect(records).toHaveLength(1);
  const [record] = records;
  if (!record) throw new Error('There is no record.');
  expect(outcomeRecordSchema.safeParse(record).error).toBeUndefined();
  return record;
}
