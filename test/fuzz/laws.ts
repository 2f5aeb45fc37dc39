import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { isRead, type RepairFacts, type TrailFacts } from '../../lambda/core/model/facts.ts';
import { type OutcomeRecord, outcomeRecordSchema } from '../../lambda/core/model/outcome.ts';
import type { Settings } from '../../lambda/core/model/settings.ts';
import { OPERATIONS } from '../../lambda/core/model/step.ts';
import { scopeOf } from '../../lambda/core/scope/scope.ts';
import { SETTINGS } from '../support/perfect-trail.ts';
import { type Answers, answers } from './answers.ts';
import { damaged, ofAnyType } from './damaged.ts';
import { type Circumstances, type Ended, run, type Sent } from './run.ts';
import { sweepInput } from './sweeps.ts';

const EVENTS = new URL('../cases/events/', import.meta.url);
const recorded: readonly unknown[] = readdirSync(EVENTS).map((name) =>
  JSON.parse(readFileSync(new URL(name, EVENTS), 'utf8')),
);

/** One run of the function: what it is given, how it is set, and how AWS answers. */
export interface Encounter {
  readonly event: unknown;
  readonly answers: Answers;
  readonly circumstances: Circumstances;
}

const circumstances: fc.Arbitrary<Circumstances> = fc
  .record({
    mode: fc.constantFrom<Settings['mode']>('fix', 'fix', 'fix', 'dry-run'),
    organizationTrails: fc.boolean(),
    restartLogging: fc.constantFrom<Settings['restartLogging']>('seen', 'always', 'never'),
    // 120 s are enough to look, and too little to repair.
    timeMs: fc.constantFrom(900_000, 900_000, 900_000, 120_000, 0),
  })
  .map(({ timeMs, ...changes }) => ({ settings: { ...SETTINGS, metricFilters: 'cis', ...changes }, timeMs }));

/** Any event, recorded or damaged or nonsense, or a sweep, in an AWS that answers anything. */
export const encounter: fc.Arbitrary<Encounter> = fc.record({
  event: fc.oneof(
    { weight: 12, arbitrary: fc.oneof(...recorded.map((event) => fc.constant(event))) },
    { weight: 12, arbitrary: fc.oneof(...recorded.map((event) => damaged(event, ofAnyType))) },
    { weight: 8, arbitrary: sweepInput },
    { weight: 1, arbitrary: fc.anything() },
  ),
  answers,
  circumstances,
});

/** The calls that change something, by name; what tells people or reads is none of them. */
export const WRITES: ReadonlySet<string> = new Set(OPERATIONS);

/**
 * What holds whatever comes in: the run ends with a result or a named failure, records are what the schema says, and nothing is
 * written on what was not read, nor anywhere but where trailmend may write.
 * @throws Error that names the law and what broke it
 */
export async function obeys({ event, answers: given, circumstances: how }: Encounter): Promise<Ended> {
  const ended = await run(event, given, how);
  for (const sent of ended.sent) obeysWhenWriting(sent, how.settings);
  if (ended.failure && !/\S/.test(ended.failure.message)) throw new Error('The failure has no reason.');
  for (const record of outcomesOf(ended)) outcomeRecordSchema.parse(JSON.parse(JSON.stringify(record)));
  return ended;
}

function outcomesOf({ result }: Ended): readonly OutcomeRecord[] {
  return result && 'outcomes' in result ? result.outcomes : [];
}

function obeysWhenWriting({ operation, input, facts, repairFacts }: Sent, settings: Settings): void {
  if (!WRITES.has(operation)) return;
  const law = (name: string, holds: boolean): void => {
    if (!holds) throw new Error(`${name}: ${operation} ${JSON.stringify(input)}`);
  };
  law('Nothing is written in a dry run', settings.mode === 'fix');
  law('Nothing is written before the trail was read', facts?.trail.read === true && isRead(facts.tags));
  law('Nothing is written out of scope', facts !== undefined && scopeOf(facts, settings).scope === 'in');
  const text = (name: string): string => String(input[name]);
  if (operation === 'UpdateTrail') {
    const keys = Object.keys(input).sort().join(' ');
    law('UpdateTrail has three fields', keys === 'CloudWatchLogsLogGroupArn CloudWatchLogsRoleArn Name');
    law('The role is one of ours', /:role\/trailmend\/trailmend-/.test(text('CloudWatchLogsRoleArn')));
    law(
      'The group is a log group',
      /^arn:aws:logs:us-east-1:111122223333:log-group:[^:*]+:\*$/.test(text('CloudWatchLogsLogGroupArn')),
    );
  }
  if (operation.endsWith('Role') || operation === 'PutRolePolicy') {
    law('The role is under our name', text('RoleName').startsWith('trailmend-'));
  }
  if (operation === 'PutMetricFilter') {
    law('The filter is under our name', text('filterName').startsWith('trailmend-'));
    law(
      'The filters of the group were read, or there was no group',
      facts !== undefined && knows(facts, repairFacts, text('logGroupName')),
    );
  }
  if ('logGroupName' in input)
    law('The group is under our prefix', text('logGroupName').startsWith(settings.logGroupPrefix));
}

/** Whether the filters of a group were read, or it was seen that there is no such group yet. */
function knows(
  { currentGroup, metricFilters }: TrailFacts,
  repairFacts: RepairFacts | undefined,
  name: string,
): boolean {
  const isCurrent = currentGroup.read && typeof currentGroup.value === 'object' && currentGroup.value.name === name;
  if (isCurrent) return metricFilters !== 'not-asked' && metricFilters.read;
  if (!repairFacts?.candidateGroups.read) return false;
  const filters = repairFacts.candidateGroups.value.find((group) => group.name === name)?.metricFilters;
  return filters === undefined || (filters !== 'not-asked' && filters.read);
}
