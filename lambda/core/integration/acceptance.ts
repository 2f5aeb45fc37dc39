import { type AnyFinding, type Finding, weakenings } from '../model/finding.ts';
import { ACCEPT_TAG, type Posture } from '../model/posture.ts';
import { BESIDE_THE_TRAIL } from '../model/rule-catalog.ts';
import type { Tags } from '../model/tags.ts';
import { shortHash } from './names.ts';

function acceptable<F extends AnyFinding>(findings: readonly F[]): readonly F[] {
  return weakenings(findings).filter(({ rule }) => !BESIDE_THE_TRAIL.has(rule));
}

/**
 * The value of the tag with which an owner accepts the weakenings; undefined without any. It names
 * what a message said, and the posture, so that an earlier acceptance accepts no later change.
 */
export function acceptValue(findings: readonly AnyFinding[], posture: Posture | undefined): string | undefined {
  const found = acceptable(findings).map(({ rule, evidence }) => [rule, evidence.saw]);
  return found.length > 0 ? shortHash(JSON.stringify([posture?.since, found])) : undefined;
}

/** The findings, whose weakenings are advised if the tag of the owner accepts them. */
export function withAcceptance(
  findings: readonly Finding[],
  tags: Tags,
  posture: Posture | undefined,
): readonly Finding[] {
  if (tags[ACCEPT_TAG] !== acceptValue(findings, posture)) return findings;
  const weaker = new Set(acceptable(findings));
  return findings.map((finding) => (weaker.has(finding) ? { ...finding, verdict: 'advised' } : finding));
}
