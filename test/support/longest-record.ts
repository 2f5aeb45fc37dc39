import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import { CONCERNS, type RuleId } from '../../lambda/core/model/rule-catalog.ts';
import { ID, recordWith } from './perfect-trail.ts';

const START = {
  operation: 'StartLogging',
  input: { Name: ID.arn },
  needs: [],
  repairs: ['not-logging'],
} as const;

/**
 * A record in which every text that AWS or an owner chooses is `text`, and every list has its
 * maximum length.
 */
export function longestRecord(text: string): OutcomeRecord {
  const rules = Object.keys(CONCERNS) as RuleId[];
  const findings = rules.map(
    (rule) => ({ rule, verdict: 'violated', evidence: { source: 'GetTrail', saw: text } }) as const,
  );
  const error = { operation: 'StartLogging', code: 'Failed', message: text };
  return recordWith({
    outcome: 'BLOCKED',
    reason: 'cost',
    detail: text,
    whoCanAct: text,
    findings,
    remaining: findings,
    plan: {
      steps: Array(20).fill(START),
      refused: rules.map((rule) => ({ rule, reason: 'cost', detail: text, whoCanAct: text })),
    },
    applied: Array(80).fill({ step: START, result: 'failed', attempts: 30, error }),
    restore: Array(5).fill(text),
    ledgerError: text,
  });
}
