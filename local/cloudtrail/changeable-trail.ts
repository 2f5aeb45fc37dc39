import type { EmulatorApi, Where } from '../emulator/api.ts';
import type { Organizations } from './organizations.ts';
import type { Refusal } from './refusal.ts';
import { homeOf, resolveTrailArn, trailNotFound } from './trail-name.ts';
import { findTrail, type Trail } from './trails.ts';

/**
 * Finds the trail that a call is to change, or the refusal: trails can be changed only in their own
 * account and home Region.
 * Source: CloudTrail API reference, UpdateTrail and StartLogging (home Region); CloudTrail user
 * guide, "Creating a trail for an organization" (members cannot change the trail). Assumed: the
 * message of InvalidHomeRegionException; that a member account gets
 * NotOrganizationMasterAccountException, and its message.
 * @param where the caller's account, and the Region that it calls
 */
export async function findChangeableTrail(
  api: EmulatorApi,
  organizations: Organizations,
  nameOrArn: string,
  where: Where,
): Promise<{ readonly trail: Trail } | { readonly refusal: Refusal }> {
  const resolved = resolveTrailArn(nameOrArn, where);
  if ('refusal' in resolved) return resolved;
  const { account, region } = homeOf(resolved.arn);
  const trail = await findTrail(api, resolved.arn);
  const isOwner = account === where.account;
  const isVisible =
    isOwner || (organizations.managementOf(where.account) === account && trail?.IsOrganizationTrail === true);
  if (trail === undefined || !isVisible) return { refusal: trailNotFound(resolved.arn, where.account) };
  if (!isOwner) {
    return {
      refusal: {
        code: 'NotOrganizationMasterAccountException',
        message: `Account ${where.account} is not the management account of the organization that owns ${resolved.arn}.`,
      },
    };
  }
  if (region === where.region) return { trail };
  return {
    refusal: {
      code: 'InvalidHomeRegionException',
      message: `Trail ${resolved.arn} must be changed in its home region ${region}.`,
    },
  };
}
