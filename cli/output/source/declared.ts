import type { TrailFacts } from '../../../lambda/core/model/facts.ts';
import type { PlannedTrail } from '../plan.ts';
import { commentLines } from './comments.ts';
import { type SourceFix, sourceFix, unreadParts } from './fix.ts';
import { type Resource, resourcesOf } from './resources.ts';

/** The resources of CloudFormation for some trails, and for each trail what people should know. */
export interface Declared {
  readonly resources: Readonly<Record<string, Resource>>;
  readonly notes: readonly (readonly string[])[];
}

/**
 * Declares what the plans create and change. CloudFormation cannot leave a property of a trail as
 * it is, so that a trail of which a part is unread is not declared.
 */
export function declared(records: readonly PlannedTrail[], facts: ReadonlyMap<string, TrailFacts>): Declared {
  const trails = records.map((record) => {
    const fix = sourceFix(record, facts.get(record.subject.arn));
    const obstacles = fix ? obstaclesTo(fix) : [];
    const notes = [...commentLines(record, fix), ...obstacles, ...(fix ? retentionNote(fix) : [])];
    return { notes, resources: fix && obstacles.length === 0 ? resourcesOf(fix) : {} };
  });
  return {
    resources: Object.assign({}, ...trails.map(({ resources }) => resources)),
    notes: trails.map(({ notes }) => notes),
  };
}

/**
 * What CloudFormation and CDK evaluate in any string, and nothing can escape.
 * Source: CloudFormation user guide, "Dynamic references"; CDK developer guide, "Tokens".
 */
const EVALUATED = /\{\{resolve:|\$\{Token\[/;

/** Why the trail cannot be declared. */
function obstaclesTo(fix: SourceFix): readonly string[] {
  const unread = unreadParts(fix).map(({ what }) => what);
  return [
    ...(unread.length > 0
      ? [`trailmend did not read ${unread.join(', ')}: a stack could remove them, so it declares nothing.`]
      : []),
    ...(EVALUATED.test(JSON.stringify(resourcesOf(fix)))
      ? ['A text of the trail would be evaluated as a reference, so that nothing is declared.']
      : []),
  ];
}

function retentionNote({ group }: SourceFix): readonly string[] {
  if (!group || group.create || group.retentionDays === undefined) return [];
  return [`A stack cannot raise the retention of ${group.name} to ${group.retentionDays} days: it did not create it.`];
}
