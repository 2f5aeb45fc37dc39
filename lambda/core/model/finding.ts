import * as z from 'zod/mini';
import {
  ACCOUNT_RULE_IDS,
  type AccountRuleId,
  CONCERNS,
  type Concern,
  isAboutWeakening,
  type RuleId,
} from './rule-catalog.ts';
import { type TypeOf, text } from './schema.ts';

export const ruleSchema = z.enum(Object.keys(CONCERNS) as RuleId[]);
export const findingSchema = z.object({
  rule: z.enum([...(Object.keys(CONCERNS) as RuleId[]), ...ACCOUNT_RULE_IDS]),
  /** `advised`: trailmend only reports it, because nothing of the trail has to be repaired. */
  verdict: z.enum(['violated', 'undecided', 'advised']),
  /**
   * What trailmend read and where, so that a reader can check it. `source` is the AWS operation
   * whose response shows it, such as `GetTrail`.
   */
  evidence: z.object({ source: text, saw: text }),
});

/** A violated, undecided or advised rule about a trail or the account. */
export type AnyFinding = TypeOf<typeof findingSchema>;
/** A finding about one trail. */
export type Finding = Omit<AnyFinding, 'rule'> & { readonly rule: RuleId };
/** A finding about the account. Only sweeps have them. */
export type AccountFinding = Omit<AnyFinding, 'rule'> & { readonly rule: AccountRuleId };
/** The result of a rule. `undecided`, because a fact is unread or unclear, is not health. */
export type Verdict = { readonly verdict: 'healthy' } | Omit<AnyFinding, 'rule'>;

export function isAboutTrail(finding: AnyFinding): finding is Finding {
  return !ACCOUNT_RULE_IDS.some((id) => id === finding.rule);
}

const INTEGRATION_CONCERNS: ReadonlySet<Concern> = new Set(['log-group', 'role', 'delivery']);
/** trailmend only reports these concerns, and any finding that is advised. */
const REPORTED_CONCERNS: ReadonlySet<Concern> = new Set(['weakening', 'recording', 'advice']);

/** Whether a rule decides if events arrive in CloudWatch Logs. */
export function isAboutIntegration(rule: RuleId): boolean {
  return INTEGRATION_CONCERNS.has(CONCERNS[rule]);
}

/** Whether a rule judges the deliveries that GetTrailStatus reports. */
export function isAboutDeliveries(rule: AnyFinding['rule']): boolean {
  return rule === 'delivery-error' || rule === 'delivery-stale';
}

export function isViolated({ verdict }: Finding): boolean {
  return verdict === 'violated';
}

/** The findings that call for a repair. A trail without them is compliant. */
export function actionable<F extends AnyFinding>(findings: readonly F[]): readonly F[] {
  return findings.filter(
    (finding) => !isAdvised(finding) && !(isAboutTrail(finding) && REPORTED_CONCERNS.has(CONCERNS[finding.rule])),
  );
}

/** The findings that are recommendations. */
export function advisory<F extends AnyFinding>(findings: readonly F[]): readonly F[] {
  return findings.filter(
    (finding) =>
      (isAdvised(finding) && !isAboutWeakening(finding.rule)) ||
      (isAboutTrail(finding) && CONCERNS[finding.rule] === 'advice'),
  );
}

function isAdvised({ verdict }: AnyFinding): boolean {
  return verdict === 'advised';
}

/** The findings that the trail is weaker than its posture. */
export function weakenings<F extends AnyFinding>(findings: readonly F[]): readonly F[] {
  return findings.filter(({ rule, verdict }) => verdict === 'violated' && isAboutWeakening(rule));
}

/** The weakenings that the owner has just accepted. */
export function acceptances<F extends AnyFinding>(findings: readonly F[]): readonly F[] {
  return findings.filter((finding) => isAdvised(finding) && isAboutWeakening(finding.rule));
}

/** The finding that the trail delivers to another log group than the accepted one. */
export function findTargetChange<F extends AnyFinding>(findings: readonly F[]): F | undefined {
  return findings.find(({ rule, verdict }) => rule === 'target-changed' && verdict === 'violated');
}

/** The finding that the trail did not record for some time, and that no event reported it. */
export function findGap<F extends AnyFinding>(findings: readonly F[]): F | undefined {
  return findings.find(({ rule, verdict }) => rule === 'logging-gap' && verdict === 'violated');
}

/** The finding that an event was too large for CloudWatch Logs. */
export function findTooLarge<F extends AnyFinding>(findings: readonly F[]): F | undefined {
  return findings.find(({ rule, verdict }) => rule === 'delivery-error' && verdict === 'advised');
}

/** The rules of findings in the ledger, without the text of their evidence. */
export function withoutEvidence<T extends AnyFinding>(findings: readonly T[]): T[] {
  return findings.map((finding) => ({
    ...finding,
    evidence: { source: 'the ledger', saw: 'an earlier run saved this finding' },
  }));
}
