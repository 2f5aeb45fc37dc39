import { logGroupNames, TRAIL_TAG } from '../integration/names.ts';
import { needsRetention } from '../integration/retention.ts';
import { namedGroup, type RepairFacts, type TrailFacts } from '../model/facts.ts';
import { actionable, type Finding, findTargetChange } from '../model/finding.ts';
import { type CandidateGroup, isUsableLogGroup, type OurMetricFilters } from '../model/log-group.ts';
import { failed, succeeded } from '../model/result.ts';
import { CONCERNS } from '../model/rule-catalog.ts';
import type { Settings } from '../model/settings.ts';
import type { TrailId } from '../model/trail-id.ts';
import { OPERATOR } from '../model/who-can-act.ts';
import { refuseTakenNames, type Selection, unread } from './selection.ts';

/** The log group that the trail is to deliver to. */
export type GroupTarget =
  | { readonly kind: 'current'; readonly name: string }
  /** The group of the accepted target, which trailmend did not create. */
  | { readonly kind: 'accepted'; readonly name: string }
  /** A group that trailmend created earlier. `retentionDays`: its retention has to be raised. */
  | {
      readonly kind: 'ours';
      readonly name: string;
      readonly metricFilters: OurMetricFilters;
      readonly retentionDays?: number;
    }
  | { readonly kind: 'new'; readonly name: string; readonly kmsKeyArn?: string };

/**
 * Selects the trail's own group if nothing is wrong with it and it is accepted: no role may write
 * to another one. Else the accepted group, so that its metric filters and alarms stay in use. Else
 * trailmend's own group for the trail, or a new one.
 * @param findings all of the trail
 */
export function selectLogGroup(
  facts: TrailFacts,
  { acceptedGroup, candidateGroups }: RepairFacts,
  findings: readonly Finding[],
  settings: Settings,
): Selection<GroupTarget> {
  const aboutGroup = actionable(findings).filter(({ rule }) => CONCERNS[rule] === 'log-group');
  const undecided = aboutGroup.find(({ verdict }) => verdict === 'undecided');
  if (undecided) return unread(`the log group of the trail: ${undecided.evidence.saw}`);
  const current = namedGroup(facts);
  const isAccepted = findTargetChange(findings) === undefined;
  if (aboutGroup.length === 0 && current && isAccepted) return succeeded({ kind: 'current', name: current.name });

  // Another group lacks the metric filters of the accepted one, and the next run would not see it.
  if (!acceptedGroup.read) return unread(`the log group to which the trail delivered before: ${acceptedGroup.why}`);
  const accepted = isUsableLogGroup(acceptedGroup.value) ? acceptedGroup.value.name : undefined;
  const names: readonly string[] = logGroupNames(facts.id, settings.logGroupPrefix);
  if (accepted !== undefined && !names.includes(accepted)) return succeeded({ kind: 'accepted', name: accepted });
  if (!candidateGroups.read) return unread(`the log groups under trailmend's names: ${candidateGroups.why}`);
  return selectOwnGroup(facts, candidateGroups.value, accepted, settings);
}

/** @param accepted the name of the accepted group, if it is one of trailmend's names */
function selectOwnGroup(
  facts: TrailFacts,
  existing: readonly CandidateGroup[],
  accepted: string | undefined,
  settings: Settings,
): Selection<GroupTarget> {
  const unreadTags = existing.find(({ tags }) => !tags.read);
  if (unreadTags && !unreadTags.tags.read) {
    return unread(`the tags of the log group ${unreadTags.name}: ${unreadTags.tags.why}`);
  }
  const usable = existing.filter((group) => isUsableOwnGroup(group, facts.id.arn));
  const ours = accepted === undefined ? usable[0] : usable.find(({ name }) => name === accepted);
  if (accepted !== undefined && !ours) return succeeded({ kind: 'accepted', name: accepted });
  if (ours) {
    const { name, metricFilters } = ours;
    const { retentionDays } = settings;
    // trailmend raises a short retention and never lowers one.
    const isRaised = needsRetention(ours, retentionDays, facts.now);
    return succeeded({ kind: 'ours', name, metricFilters, ...(isRaised && { retentionDays }) });
  }
  const names = logGroupNames(facts.id, settings.logGroupPrefix);
  const free = names.find((name) => existing.every((group) => group.name !== name));
  if (!free)
    return refuseTakenNames(`log groups that trailmend did not create have both of its names: ${names.join(', ')}`);
  return selectNewGroup(facts.id, settings, free);
}

/** Whether trailmend created the group for the trail and CloudTrail can deliver to it. */
function isUsableOwnGroup(group: CandidateGroup, trailArn: string): boolean {
  return isUsableLogGroup(group) && group.tags.read && group.tags.value[TRAIL_TAG] === trailArn;
}

/** trailmend creates no group without the KMS key of the stack in the trail's Region. */
function selectNewGroup(id: TrailId, { logGroupKmsKeyArn }: Settings, name: string): Selection<GroupTarget> {
  if (logGroupKmsKeyArn === undefined) return succeeded({ kind: 'new', name });
  const [arn, partition, kms, region, account, key = ''] = logGroupKmsKeyArn.split(':');
  if (region !== id.region && !key.startsWith('key/mrk-')) {
    return failed({
      reason: 'kms-key-elsewhere',
      detail: `the key ${logGroupKmsKeyArn} cannot encrypt a log group in ${id.region}: only a multi-Region key (mrk-…) has replicas`,
      whoCanAct: `${OPERATOR}, with a multi-Region key in LogGroupKmsKeyArn`,
    });
  }
  return succeeded({ kind: 'new', name, kmsKeyArn: [arn, partition, kms, id.region, account, key].join(':') });
}
