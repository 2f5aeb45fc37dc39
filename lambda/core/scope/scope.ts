import { EXCLUDE_TAG } from '../integration/names.ts';
import { isRead, whyUnknown } from '../model/fact.ts';
import { type History, NO_HISTORY, type TrailFacts } from '../model/facts.ts';
import { quoted } from '../model/foreign-text.ts';
import { unreadFact } from '../model/plan.ts';
import { type OutOfScopeReason, outOfScope, type Scope } from '../model/scope.ts';
import type { Settings } from '../model/settings.ts';
import { OPERATOR, TRAIL_OWNER } from '../model/who-can-act.ts';
import { type Exclusion, excludedByParameter, excludedByTag } from './exclusions.ts';
import { judgeOwnership } from './ownership.ts';

/** Whether trailmend may repair a trail: ownership outranks exclusions. */
export function scopeOf(facts: TrailFacts, settings: Settings, history: History = NO_HISTORY): Scope {
  return (
    judgeOwnership(facts, settings, history) ??
    judgeExclusions(facts, settings) ??
    judgeUnread(facts) ?? { scope: 'in' }
  );
}

function judgeExclusions({ id, tags, now }: TrailFacts, settings: Settings): Scope | undefined {
  const byParameter = excludedByParameter(settings.excludedTrails, id);
  const decided = scopeOfExclusion(byParameter, 'excluded-by-parameter', 'the parameter ExcludedTrails', OPERATOR);
  if (decided) return decided;
  if (!isRead(tags)) return { scope: 'unknown', ...unreadFact(`whether the trail is excluded: ${whyUnknown(tags)}`) };
  const byTag = excludedByTag(tags.value[EXCLUDE_TAG], now);
  return scopeOfExclusion(byTag, 'excluded-by-tag', `the tag ${EXCLUDE_TAG}`, TRAIL_OWNER);
}

/** An unread trail may be a replica or an organization trail. */
function judgeUnread({ trail }: TrailFacts): Scope | undefined {
  return trail.read ? undefined : { scope: 'unknown', ...unreadFact(`who owns the trail: ${trail.why}`) };
}

function scopeOfExclusion(
  exclusion: Exclusion,
  reason: OutOfScopeReason,
  where: string,
  whoCanAct: string,
): Scope | undefined {
  if (!exclusion.ok) {
    const { entry, advice } = exclusion.error;
    const detail = `trailmend does not understand ${quoted(entry)} in ${where}, so it writes nothing: ${advice}.`;
    return { scope: 'unknown', reason: 'exclusion-not-understood', detail, whoCanAct };
  }
  return exclusion.value === undefined
    ? undefined
    : outOfScope(reason, `Excluded by ${where}: ${quoted(exclusion.value)}.`, whoCanAct);
}
