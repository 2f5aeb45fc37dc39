import type { EmulatorApi, Where } from '../emulator/api.ts';
import type { Refusal } from './refusal.ts';
import { listTrails } from './trails.ts';

/** A quota that AWS does not raise. */
export const MAXIMUM_TRAILS = 5;

/**
 * Checks that a Region of an account can hold another trail: its own trails count, and the
 * multi-Region trails of other Regions.
 * Source: CloudTrail user guide, "Quotas in AWS CloudTrail"; CloudTrail API reference,
 * MaximumNumberOfTrailsExceededException; linz/geostore issue 1450 (the message, status 400).
 * Assumed: for a new multi-Region trail only the called Region counts, and organization trails do
 * not count in member accounts, where they are created even when a Region is full.
 * @param maximum how many trails a Region can have
 */
export async function checkTrailLimit(api: EmulatorApi, where: Where, maximum: number): Promise<Refusal | undefined> {
  const { length } = await listTrails(api, where);
  if (length < maximum) return undefined;
  return {
    code: 'MaximumNumberOfTrailsExceededException',
    message: `User: ${where.account} already has ${length} trails in ${where.region}.`,
  };
}
