import type { Subject } from '../../../lambda/core/model/subject.ts';
import { ID } from '../perfect-trail.ts';

/** The ARN of the trail that a case calls `REGION/NAME`. Any other text stays as it is. */
export function arnOf(name: string): string {
  const [region, trail] = name.split('/');
  return trail === undefined ? name : `arn:aws:cloudtrail:${region}:${ID.account}:trail/${trail}`;
}

/** What a case calls a trail. Any text that is not an ARN stays as it is. */
export function nameOf(arn: string): string {
  const [prefix, , , region, , resource = ''] = arn.split(':');
  return prefix === 'arn' ? `${region}/${resource.replace('trail/', '')}` : arn;
}

/** What a case calls the subject of a record: `REGION/NAME`, `REGION/*`, or the account as a star for the Region. */
export function subjectName(subject: Subject): string {
  if (subject.kind === 'trail') return nameOf(subject.arn);
  return subject.kind === 'region' ? `${subject.region}/*` : '*/*';
}
