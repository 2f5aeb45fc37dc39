import { logGroupNames } from '../integration/names.ts';
import { existingGroup, type TrailFacts } from '../model/facts.ts';
import { LEASE_MS } from '../model/memory.ts';
import type { Settings } from '../model/settings.ts';
import { HEALTHY, type Rule } from './verdicts.ts';
import { weakened } from './weakened.ts';

/**
 * The log group is the accepted one, and not another one of its name. While another run may have
 * created trailmend's own log group and not saved it yet, a later look decides.
 */
export const groupRemade: Rule = (facts, settings, history) =>
  mayBeMadeNow(facts, settings) ? HEALTHY : weakened('group-remade')(facts, settings, history);

function mayBeMadeNow(facts: TrailFacts, { logGroupPrefix }: Settings): boolean {
  const { name, createdMs = 0 } = existingGroup(facts) ?? {};
  const isOurName = logGroupNames(facts.id, logGroupPrefix).some((ours) => ours === name);
  return isOurName && Date.parse(facts.now) - createdMs < LEASE_MS;
}
