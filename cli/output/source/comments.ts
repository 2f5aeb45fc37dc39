import { boundaryNote, outcomeLines, type PlannedTrail } from '../plan.ts';
import type { SourceFix } from './fix.ts';

/** Lines as comments: none of them ends its line. */
export function comment(sign: '#' | '//', lines: readonly string[]): readonly string[] {
  return lines.map((line) => `${sign} ${line}`);
}

/** What is to know about a trail beside its declaration. */
export function commentLines(record: PlannedTrail, fix: SourceFix | undefined): readonly string[] {
  const isUnread = fix === undefined && record.plan.steps.length > 0;
  return [
    ...outcomeLines(record),
    ...(isUnread ? ['trailmend could not read the trail, so it cannot declare it.'] : []),
    ...(fix ? [...boundaryNote(record), ...declarationNotes(fix)] : []),
  ];
}

function declarationNotes({ trail, isLogging, group, role }: SourceFix): readonly string[] {
  const existing = [
    ...(group && !group.create ? [`the log group ${group.name}`] : []),
    ...(role && !role.create ? [`the role ${role.name}`] : []),
  ];
  return [
    ...(isLogging === false ? ['The trail does not log, and stays so.'] : []),
    ...(existing.length > 0 ? [`It uses what exists: ${existing.join(' and ')}.`] : []),
    ...(trail.recursiveLogging === false
      ? ["The trail leaves out CloudTrail's own deliveries (RecursiveLogging), which has no declaration here."]
      : []),
  ];
}
