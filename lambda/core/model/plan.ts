import * as z from 'zod/mini';
import type { TrailFacts } from './facts.ts';
import { type Finding, ruleSchema } from './finding.ts';
import { type TypeOf, text } from './schema.ts';
import type { Scope } from './scope.ts';
import { stepSchema } from './step.ts';
import { ADMINISTRATOR } from './who-can-act.ts';

/** Why a finding is not repaired. */
export const REFUSAL_REASONS = [
  'unread-fact',
  'undecided',
  'nothing-to-change',
  'exclusion-not-understood',
  'out-of-scope',
  'restart-not-allowed',
  'trail-just-made',
  'kms-key-elsewhere',
  'cost',
  'names-taken',
] as const;

const refusalSchema = z.object({
  rule: ruleSchema,
  reason: z.enum(REFUSAL_REASONS),
  detail: text,
  whoCanAct: text,
});

export const planSchema = z.object({ steps: z.array(stepSchema), refused: z.array(refusalSchema) });

/** A finding that the plan leaves alone, why, and who can act. */
export type Refusal = TypeOf<typeof refusalSchema>;
/** Why a finding is left alone, whichever finding it is. */
export type RefusalCause = Omit<Refusal, 'rule'>;
/** A fact that a repair needs could not be read. */
export function unreadFact(detail: string): RefusalCause {
  return { reason: 'unread-fact', detail, whoCanAct: ADMINISTRATOR };
}

/** Steps in order, plus refusals with reasons. A dry run, a log line, a message and a test show this same object. */
export type Plan = TypeOf<typeof planSchema>;

export const EMPTY_PLAN: Plan = { steps: [], refused: [] };

/** What was read of a trail, and what follows from it. */
export interface Assessment {
  readonly facts: TrailFacts;
  readonly findings: readonly Finding[];
  readonly scope: Scope;
}
