import { lookupCommand } from '../commands/event-history.ts';
import { EXCLUDE_TAG } from '../integration/names.ts';
import { type AnyFinding, findGap } from '../model/finding.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import type { TrailSubject } from '../model/subject.ts';

/** Advice about a change that a sweep found, and that no event reported. */
export function adviceWithoutEvent(record: OutcomeRecord): readonly string[] {
  const { trigger, subject, remaining } = record;
  if (trigger.kind !== 'sweep' || subject.kind !== 'trail') return [];
  return [...adviceAboutGap(findGap(remaining), subject), ...adviceAboutScope(record, subject)];
}

function adviceAboutGap(gap: AnyFinding | undefined, { region }: TrailSubject): readonly string[] {
  if (!gap) return [];
  return [
    `Nothing brings the events back: ${gap.evidence.saw}. If this was not authorized, treat it as an attack.`,
    `See who stopped the trail: ${lookupCommand('StopLogging', region)}`,
  ];
}

function adviceAboutScope({ reason, exclusion }: OutcomeRecord, subject: TrailSubject): readonly string[] {
  const { arn, region } = subject;
  if (reason === 'trail-deleted') {
    return [
      'If the deletion was not authorized, treat it as an attack.',
      `See who deleted it: ${lookupCommand('DeleteTrail', region)}`,
    ];
  }
  if (exclusion?.now !== undefined) {
    return [
      `If the tag ${EXCLUDE_TAG}=${exclusion.now} was not authorized, treat it as an attack, and remove it: aws cloudtrail remove-tags --resource-id ${arn} --tags-list Key=${EXCLUDE_TAG} --region ${region}`,
      `See who added it: ${lookupCommand('AddTags', region)}`,
    ];
  }
  return exclusion ? [`The tag ${EXCLUDE_TAG} does not exclude the trail any more: trailmend repairs it again.`] : [];
}
