import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { isRead } from '../../lambda/core/model/fact.ts';
import type { RepairFacts, TrailFacts } from '../../lambda/core/model/facts.ts';
import type { LogGroup } from '../../lambda/core/model/log-group.ts';
import { type OutcomeRecord, outcomeRecordSchema } from '../../lambda/core/model/outcome.ts';
import type { Settings } from '../../lambda/core/model/settings.ts';
import { OPERATIONS } from '../../lambda/core/model/step.ts';
import { scopeOf } from '../../lambda/core/scope/scope.ts';
import { SETTINGS } from '../support/perfect-trail.ts';
import { damaged, ofAnyType } from './damaged.ts';
import { type Responses, responses } from './responses.ts';
import { type Circumstances, type RunResult, run, type Sent } from './run.ts';
import { sweepInput } from './sweeps.ts';

const EVENTS = new URL('../cases/events/', import.meta.url);
const recorded: readonly unknown[] = readdirSync(EVENTS).map((name) =>
  JSON.parse(readFileSync(new URL(name, EVENTS), 'utf8')),
);

/** The input of one run: the event, the settings, and AWS's responses. */
export interface Input {
  readonly event: unknown;
  readonly responses: Responses;
  readonly circumstances: Circumstances;
}

const circumstances: fc.Arbitrary<Circumstances> = fc
  .record({
    mode: fc.constantFrom<Settings['mode']>('fix', 'fix', 'fix', 'dry-run'),
    organizationTrails: fc.boolean(),
    restartLogging: fc.constantFrom<Settings['restartLogging']>('seen', 'always', 'never'),
    metricFilters: fc.constantFrom<Settings['metricFilters']>('cis', 'cis', 'none'),
    // 120 s are enough for a check and too short for a repair.
    timeMs: fc.constantFrom(900_000, 900_000, 900_000, 120_000, 0),
  })
  .map(({ timeMs, ...changes }) => ({ settings: { ...SETTINGS, ...changes }, timeMs }));

/** An event (recorded, damaged or arbitrary) or a sweep, with arbitrary responses of AWS. */
export const input: fc.Arbitrary<Input> = fc.record({
  event: fc.oneof(
    { weight: 12, arbitrary: fc.oneof(...recorded.map((event) => fc.constant(event))) },
    { weight: 12, arbitrary: fc.oneof(...recorded.map((event) => damaged(event, ofAnyType))) },
    { weight: 8, arbitrary: sweepInput },
    { weight: 1, arbitrary: fc.anything() },
  ),
  responses,
  circumstances,
});

/** The calls that change the account, without notifications and the ledger. */
export const WRITES: ReadonlySet<string> = new Set(OPERATIONS);

/**
 * Checks the laws for any input: the run ends with a response or a failure that has a reason,
 * records match the schema, and the function writes only within its limits and only with facts that
 * it has read.
 * @throws Error that names the law and the call that broke it
 */
export async function checkLaws({
  event,
  responses: given,
  circumstances: { settings, timeMs },
}: Input): Promise<RunResult> {
  const result = await run(event, given, { settings, timeMs });
  for (const sent of result.sent) checkWrite(sent, settings);
  if (result.failure && !/\S/.test(result.failure.message)) throw new Error('The failure has no reason.');
  for (const record of outcomesOf(result)) outcomeRecordSchema.parse(JSON.parse(JSON.stringify(record)));
  return result;
}

function outcomesOf({ response }: RunResult): readonly OutcomeRecord[] {
  return response && 'outcomes' in response ? response.outcomes : [];
}

function checkWrite({ operation, input: sent, facts, repairFacts }: Sent, settings: Settings): void {
  if (!WRITES.has(operation)) return;
  const law = (name: string, isMet: boolean): void => {
    if (!isMet) throw new Error(`${name}: ${operation} ${JSON.stringify(sent)}`);
  };
  law('Nothing is written in a dry run', settings.mode === 'fix');
  law('Nothing is written before the trail was read', facts?.trail.read === true && isRead(facts.tags));
  law('Nothing is written out of scope', facts !== undefined && scopeOf(facts, settings).scope === 'in');
  const text = (name: string): string => String(sent[name]);
  if (operation === 'UpdateTrail') {
    const keys = Object.keys(sent).sort().join(' ');
    law('UpdateTrail has three fields', keys === 'CloudWatchLogsLogGroupArn CloudWatchLogsRoleArn Name');
    law('The role is a delivery role of trailmend', /:role\/trailmend\/trailmend-/.test(text('CloudWatchLogsRoleArn')));
    law(
      'The group is a log group',
      /^arn:aws:logs:us-east-1:111122223333:log-group:[^:*]+:\*$/.test(text('CloudWatchLogsLogGroupArn')),
    );
  }
  if (operation.endsWith('Role') || operation === 'PutRolePolicy') {
    law("The role has trailmend's name", text('RoleName').startsWith('trailmend-'));
  }
  if (operation === 'PutMetricFilter') {
    law("The filter has trailmend's name", text('filterName').startsWith('trailmend-'));
    law(
      'The filters of the group were read, or there was no group',
      facts !== undefined && hasReadFilters(facts, repairFacts, text('logGroupName')),
    );
  }
  if (operation === 'PutRetentionPolicy') {
    const isOverridden = groupsIn(facts, repairFacts).some(
      ({ name, retentionPolicyName }) => name === sent['logGroupName'] && retentionPolicyName !== undefined,
    );
    law('No account policy sets the retention of the group', !isOverridden);
  }
  if ('logGroupName' in sent)
    law('The group is under LogGroupPrefix', text('logGroupName').startsWith(settings.logGroupPrefix));
}

/** The log groups that were read. */
function groupsIn(facts: TrailFacts | undefined, repairFacts: RepairFacts | undefined): readonly LogGroup[] {
  const current = facts?.currentGroup.read ? [facts.currentGroup.value] : [];
  const candidates = repairFacts?.candidateGroups.read ? repairFacts.candidateGroups.value : [];
  return [...current.filter((group) => typeof group !== 'string'), ...candidates];
}

/** Whether the facts contain the filters of a log group, or show that it does not exist. */
function hasReadFilters(
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
