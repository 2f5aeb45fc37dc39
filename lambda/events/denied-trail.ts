import { parseTrailArn, type TrailId } from '../core/model/trail-id.ts';

/**
 * The trail that the error message of a denied call names after IAM's own words. The message begins
 * with the caller, whose path or session may look like a trail, but has no space.
 * Source: IAM user guide, "Troubleshoot access denied error messages".
 */
export function deniedTrail(eventName: string, message: string): TrailId | undefined {
  const words = ` is not authorized to perform: cloudtrail:${eventName} on resource: `;
  const [, resource = ''] = message.split(words);
  return parseTrailArn(resource.split(' ')[0] ?? '');
}
