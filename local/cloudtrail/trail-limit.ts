import type { EmulatorApi, Where } from '../emulator/api.ts';
import type { Refusal } from './refusal.ts';
import { listTrails } from './trails.ts';

/** What AWS does not raise for anybody. */
export const MOST_TRAILS = 5;

/**
 * Whether a region of an account is full: its own trails count and the multi-region trails of other regions, each as one.
 * Source: CloudTrail user guide, "Quotas in AWS CloudTrail"; CloudTrail API reference, MaximumNumberOfTrailsExceededException;
 * linz/geostore issue 1450 (the message, status 400). Assumed: that only the called region counts for a new multi-region trail, and that
 * an organization's trails do not count in its member accounts, in which they are made even when a region is full.
 * @param most how many it may hold
 */
export async function checkTrailLimit(api: EmulatorApi, where: Where, most: number): Promise<Refusal | undefined> {
  const { length } = await listTrails(api, where);
  if (length < most) return undefined;
  return {
    code: 'MaximumNumberOfTrailsExceededException',
    message: `User: ${where.account} already has ${length} trails in ${where.region}.`,
  };
}
