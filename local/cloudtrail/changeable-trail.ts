import type { EmulatorApi, Where } from '../emulator/api.ts';
import type { Organizations } from './organizations.ts';
import type { Refusal } from './refusal.ts';
import { homeOf, resolveTrailArn, trailNotFound } from './trail-name.ts';
import { findTrail, type Trail } from './trails.ts';

/**
 * The trail that a call means to change, or why it may not be changed from here: trails are changed in their own account and home
 * region.
 * Source: CloudTrail API reference, UpdateTrail and StartLogging (home region); CloudTrail user guide, "Creating a trail for an
 * organization" (members change nothing). Assumed: the message of InvalidHomeRegionException; that a member account is told
 * NotOrganizationMasterAccountException, and its message.
 * @param where the account that calls, and the region that it calls
 */
export async function findChangeableTrail(
  api: EmulatorApi,
  organizations: Organizations,
  nameOrArn: string,
  where: Where,
): Promise<{ readonly trail: Trail } | { readonly refusal: Refusal }> {
  const named = resolveTrailArn(nameOrArn, where);
  if ('refusal' in named) return named;
  const { account, region } = homeOf(named.arn);
  const trail = await findTrail(api, named.arn);
  const owned = account === where.account;
  const shown = owned || (organizations.managementOf(where.account) === account && trail?.IsOrganizationTrail === true);
  if (trail === undefined || !shown) return { refusal: trailNotFound(named.arn, where.account) };
  if (!owned) {
    return {
      refusal: {
        code: 'NotOrganizationMasterAccountException',
        message: `Account ${where.account} is not the management account of the organization that owns ${named.arn}.`,
      },
    };
  }
  if (region === where.region) return { trail };
  return {
    refusal: {
      code: 'InvalidHomeRegionException',
      message: `Trail ${named.arn} must be changed in its home region ${region}.`,
    },
  };
}
