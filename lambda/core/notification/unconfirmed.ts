import { weakenings } from '../model/finding.ts';
import type { OutcomeRecord } from '../model/outcome.ts';

/**
 * Whether the message is about what an event reports and AWS does not show. A finding or an
 * exclusion that the reads show comes first.
 */
export function isUnconfirmed({ unconfirmed, outcome, remaining, exclusion }: OutcomeRecord): boolean {
  const isNews = weakenings(remaining).length > 0 || exclusion?.now !== undefined;
  return unconfirmed !== undefined && (outcome === 'COMPLIANT' || outcome === 'SKIPPED') && !isNews;
}
