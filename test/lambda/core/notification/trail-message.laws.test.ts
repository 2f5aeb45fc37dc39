import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { awsCliCommand } from '../../../../lambda/core/commands/aws-cli.ts';
import { type AnyFinding, actionable, findTargetChange } from '../../../../lambda/core/model/finding.ts';
import { identityOf, type Operation, type Step } from '../../../../lambda/core/model/step.ts';
import { callOf } from '../../../../lambda/core/model/trigger.ts';
import { trailFact } from '../../../../lambda/core/notification/fact.ts';
import { messageFor } from '../../../../lambda/core/notification/message-for.ts';
import { subjectWord } from '../../../../lambda/core/notification/subject-word.ts';
import { record } from '../../../support/arbitrary/records.ts';

/** The AWS CLI's own words for each call and its parameters (AWS CLI command reference). */
const CLI: Readonly<Record<Operation, { readonly words: string; readonly options: Readonly<Record<string, string>> }>> =
  {
    StartLogging: { words: 'cloudtrail start-logging', options: { Name: '--name' } },
    CreateLogGroup: {
      words: 'logs create-log-group',
      options: { logGroupName: '--log-group-name', kmsKeyId: '--kms-key-id', tags: '--tags' },
    },
    PutRetentionPolicy: {
      words: 'logs put-retention-policy',
      options: { logGroupName: '--log-group-name', retentionInDays: '--retention-in-days' },
    },
    PutMetricFilter: {
      words: 'logs put-metric-filter',
      options: {
        logGroupName: '--log-group-name',
        filterName: '--filter-name',
        filterPattern: '--filter-pattern',
        metricTransformations: '--metric-transformations',
      },
    },
    CreateRole: {
      words: 'iam create-role',
      options: {
        RoleName: '--role-name',
        Path: '--path',
        Description: '--description',
        AssumeRolePolicyDocument: '--assume-role-policy-document',
        PermissionsBoundary: '--permissions-boundary',
        Tags: '--tags',
      },
    },
    PutRolePolicy: {
      words: 'iam put-role-policy',
      options: { RoleName: '--role-name', PolicyName: '--policy-name', PolicyDocument: '--policy-document' },
    },
    UpdateTrail: {
      words: 'cloudtrail update-trail',
      options: {
        Name: '--name',
        CloudWatchLogsLogGroupArn: '--cloud-watch-logs-log-group-arn',
        CloudWatchLogsRoleArn: '--cloud-watch-logs-role-arn',
      },
    },
  };

/** The words of commands as a POSIX shell splits them; only `printf` runs. */
function shellSplit(commands: readonly string[]): readonly (readonly string[])[] {
  const script = commands.map((command) => `printf '%s\\0' ${command}; printf '\\1'`).join('\n');
  const output = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' });
  return output
    .split('\u0001')
    .slice(0, -1)
    .map((words) => words.split('\0').slice(0, -1));
}

/**
 * The input that the words of a command stand for: JSON where the call takes a structure or a
 * number.
 */
function inputOf(words: readonly string[], { operation, input }: Step): unknown {
  const entries = Object.entries(CLI[operation].options).flatMap(([name, option]) => {
    const at = words.indexOf(option);
    const original = Object.entries(input).find(([key]) => key === name)?.[1];
    return at < 0 ? [] : [[name, typeof original === 'string' ? words[at + 1] : JSON.parse(words[at + 1] ?? '')]];
  });
  return Object.fromEntries(entries);
}

function isViolatedFinding({ verdict }: AnyFinding): boolean {
  return verdict === 'violated';
}

describe('a message', () => {
  test('has a subject that SNS accepts: ASCII, on one line, at most 99 characters', () => {
    fc.assert(
      fc.property(record, ({ record: one }) => {
        const { subject } = messageFor(one);
        expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
      }),
      { numRuns: 200 },
    );
  });

  test('has a subject whose first 60 characters say how urgent it is and what happened', () => {
    fc.assert(
      fc.property(record, ({ record: one }) => {
        const start = `${subjectWord(one)}: ${trailFact(one)} trail `;
        expect(start.length).toBeLessThanOrEqual(67);
        expect(start.slice(0, -' trail '.length).length).toBeLessThanOrEqual(60);
        expect(messageFor(one).subject.startsWith(start)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('never calls a possible attack INFO, or unrepaired damage REPAIRED', () => {
    fc.assert(
      fc.property(record, ({ record: one }) => {
        const tampering = callOf(one.trigger)?.tampering;
        const isAttack = tampering !== undefined && tampering !== 'exclusion-changed';
        if (isAttack || findTargetChange(one.remaining)) expect(subjectWord(one)).not.toBe('INFO');
        if (subjectWord(one) === 'REPAIRED') expect(['FIXED', 'COMPLIANT']).toContain(one.outcome);
        if (tampering === 'deleted' || tampering === 'log-group-deleted') {
          expect(subjectWord(one)).toBe('ACTION NEEDED');
        }
      }),
      { numRuns: 200 },
    );
  });

  test('has the trail, the caller, every finding, every refusal and error, and the outcome', () => {
    fc.assert(
      fc.property(record, ({ record: one, found }) => {
        const { text } = messageFor(one);
        const open = [...actionable(one.findings), ...one.findings.filter(isViolatedFinding)];
        const parts = [
          found.id.arn,
          callOf(one.trigger)?.actor.name ?? 'sweep',
          `${one.outcome} (${one.reason})`,
          ...(one.outcome === 'FIXED' ? [] : [one.detail]),
          ...open.flatMap(({ rule, evidence }) => [rule, evidence.saw]),
          ...one.plan.refused.map(({ detail }) => detail),
          ...one.applied.flatMap(({ error }) => (error ? [error.code] : [])),
        ];
        expect(parts.filter((part) => !text.includes(part))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('says in its first six lines what happened, who did it, what trailmend did and what to do', () => {
    fc.assert(
      fc.property(record, ({ record: one }) => {
        const [event, actor, response, action] = messageFor(one).text.split('\n').slice(0, 6);
        expect(event?.toLowerCase()).toContain(trailFact(one).toLowerCase());
        expect(actor).toContain(callOf(one.trigger)?.actor.name ?? 'the sweep of');
        expect(response).toMatch(/^What trailmend did: \S/);
        const didNothing = one.applied.every(({ result }) => result !== 'done');
        expect(response?.includes('changed nothing')).toBe(didNothing && one.outcome !== 'FIXED');
        expect(action).toMatch(/^What to do: \S/);
        const isAttack = subjectWord(one) !== 'INFO' && callOf(one.trigger)?.tampering !== undefined;
        const advice = one.unconfirmed === undefined ? 'treat it as an attack' : 'invented event';
        if (isAttack) expect(action).toContain(advice);
      }),
      { numRuns: 200 },
    );
  });

  test('says each reason once', () => {
    fc.assert(
      fc.property(record, ({ record: one }) => {
        const { text } = messageFor(one);
        const reasons = [
          ...(one.outcome === 'FIXED' ? [] : [one.detail]),
          ...one.plan.refused.map(({ detail }) => detail),
          ...one.applied.flatMap(({ error }) => error?.message ?? []),
        ].filter((reason) => one.findings.every(({ evidence }) => !evidence.saw.includes(reason)));
        for (const reason of reasons) expect([reason, text.split(reason).length - 1]).toEqual([reason, 1]);
      }),
      { numRuns: 200 },
    );
  });

  test('has the calls that remain, and no others, as commands that a shell and the AWS CLI read as the same calls', () => {
    fc.assert(
      fc.property(record, ({ record: { plan }, record: one, found }) => {
        fc.pre(plan.steps.length > 0);
        const commands = plan.steps.map((step) => awsCliCommand(step, found.id.region));
        const done = one.applied.flatMap(({ step, result }) => (result === 'done' ? identityOf(step) : []));
        for (const [position, command] of commands.entries()) {
          const step = plan.steps[position];
          const left = step !== undefined && !done.includes(identityOf(step));
          const isUnrepaired = ['WOULD_FIX', 'BLOCKED', 'FAILED'].includes(one.outcome);
          expect(messageFor(one).text.includes(`\n  ${command}\n`)).toBe(left && isUnrepaired);
        }
        for (const [position, words] of shellSplit(commands).entries()) {
          const step = plan.steps[position];
          if (!step) throw new Error('There are more commands than steps.');
          expect(words.slice(0, 3).join(' ')).toBe(`aws ${CLI[step.operation].words}`);
          expect(inputOf(words, step)).toEqual(step.input);
          expect(words.slice(words.indexOf('--region'))).toEqual(
            step.operation.endsWith('Role') || step.operation.endsWith('RolePolicy')
              ? words.slice(-1)
              : ['--region', found.id.region],
          );
        }
      }),
      { numRuns: 25 },
    );
  });
});

test('a quote in a value survives the shell', () => {
  const Name = 'it\'s $HOME `id` "x" \\ *';
  const step: Step = { operation: 'StartLogging', input: { Name }, needs: [], repairs: [] };
  expect(shellSplit([awsCliCommand(step, 'us-east-1')])).toEqual([
    ['aws', 'cloudtrail', 'start-logging', '--name', Name, '--region', 'us-east-1'],
  ]);
});
