import { lookupCommand } from '../commands/event-history.ts';
import { EXCLUDE_TAG } from '../integration/names.ts';
import type { OutcomeRecord } from '../model/outcome.ts';

/** Advice about a change that a sweep found, and that no event reported. */
export function adviceWithoutEvent({ trigger, subject, reason, exclusion }: OutcomeRecord): readonly string[] {
  if (trigger.kind !== 'sweep' || subject.kind !== 'trail') return [];
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
