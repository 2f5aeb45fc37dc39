import * as z from 'zod/mini';
import type { TrailFacts } from './facts.ts';
import { type Finding, ruleSchema } from './finding.ts';
import { type TypeOf, text } from './schema.ts';
import type { Scope } from './scope.ts';
import { stepSchema } from './step.ts';
import { ADMINISTRATOR } from './who-can-act.ts';

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
  'group-outside-prefix',
  'awaiting-second-look',
  'paused',
  'late-delivery',
  'delivery-error',
  'kms',
] as const;

const refusalSchema = z.object({
  rule: ruleSchema,
  reason: z.enum(REFUSAL_REASONS),
  detail: text,
  whoCanAct: text,
});

export const planSchema = z.object({ steps: z.array(stepSchema), refused: z.array(refusalSchema) });

/** A finding that the plan does not repair, why, and who can act. */
export type Refusal = TypeOf<typeof refusalSchema>;
export type RefusalCause = Omit<Refusal, 'rule'>;
/** @param what the fact that a repair needs, and why it is unread */
export function unreadFact(what: string): RefusalCause & { readonly reason: 'unread-fact' } {
  return { reason: 'unread-fact', detail: `trailmend could not read ${what}`, whoCanAct: ADMINISTRATOR };
}

/** The steps of a repair in order, and the findings that it does not repair. */
export type Plan = TypeOf<typeof planSchema>;

export const EMPTY_PLAN: Plan = { steps: [], refused: [] };

/** A plan that repairs none of the findings, for the same cause. */
export function refuseAll(findings: readonly Pick<Finding, 'rule'>[], cause: RefusalCause): Plan {
  return { steps: [], refused: findings.map(({ rule }) => ({ rule, ...cause })) };
}

/** The facts about a trail, and what follows from them. */
export interface Assessment {
  readonly facts: TrailFacts;
  readonly findings: readonly Finding[];
  readonly scope: Scope;
}
