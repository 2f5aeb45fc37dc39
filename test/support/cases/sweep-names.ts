import type { Subject } from '../../../lambda/core/model/subject.ts';
import { ID } from '../perfect-trail.ts';

/**
 * The ARN of the trail that a case calls `REGION/NAME`. Returns any other text, such as an ARN,
 * unchanged.
 */
export function arnOf(name: string): string {
  if (name.startsWith('arn:')) return name;
  const [region, trail] = name.split('/');
  return trail === undefined ? name : `arn:aws:cloudtrail:${region}:${ID.account}:trail/${trail}`;
}

/** The name of a trail in a case. Returns any text that is not an ARN unchanged. */
export function nameOf(arn: string): string {
  const [prefix, , , region, , resource = ''] = arn.split(':');
  return prefix === 'arn' ? `${region}/${resource.replace('trail/', '')}` : arn;
}

/**
 * The name of a record's subject in a case: `REGION/NAME`, `REGION/*`, or the account with a star
 * as its Region.
 */
export function subjectName(subject: Subject): string {
  if (subject.kind === 'trail') return nameOf(subject.arn);
  return subject.kind === 'region' ? `${subject.region}/*` : '*/*';
}
