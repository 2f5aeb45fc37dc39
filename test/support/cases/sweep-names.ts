import { ID } from '../perfect-trail.ts';

/** The ARN of the trail that a case calls `REGION/NAME`; what is no such name stays as it is. */
export function arnOf(name: string): string {
  const [region, trail] = name.split('/');
  return trail === undefined ? name : `arn:aws:cloudtrail:${region}:${ID.account}:trail/${trail}`;
}

/** What a case calls a trail; what is no ARN stays as it is. */
export function nameOf(arn: string): string {
  const [prefix, , , region, , resource = ''] = arn.split(':');
  return prefix === 'arn' ? `${region}/${resource.replace('trail/', '')}` : arn;
}
