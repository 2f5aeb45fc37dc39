import type { EmulatorApi } from '../emulator/api.ts';
import type { Behaviour, Call } from '../gate/call.ts';
import type { Evaluator } from '../iam/evaluator.ts';
import { type BucketOwners, bucketOwners } from './bucket.ts';
import { callerAccounts } from './caller-accounts.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Wording } from './integration.ts';
import { type Organizations, organizations } from './organizations.ts';
import { rates } from './rate-limits.ts';
import { type Delay, rolePropagation } from './role-propagation.ts';
import { settleDelay } from './settle-delay.ts';
import { isTrailChange, trailChanges } from './trail-changes.ts';
import { MAXIMUM_TRAILS } from './trail-limit.ts';
import { isTrailRead, visibleTrails } from './visible-trails.ts';

/** How strict CloudTrail is, and how slow. */
export interface CloudTrailOptions {
  /** How long CloudTrail does not see a change of a role; 8000 ms by default, 0 for not at all. */
  readonly roleVisibleAfterMs?: Delay;
  /**
   * How long a trail refuses changes with ConflictException after it is created or updated; 0 ms by
   * default.
   */
  readonly settleDelayMs?: number;
  /** Whether calls beyond the documented rates are throttled; false by default. */
  readonly rates?: boolean;
  /**
   * How many trails a Region can have; 5 by default, as in AWS. Tests that repair many trails in
   * turn set more.
   */
  readonly maximumTrails?: number;
  /**
   * Which of CloudTrail's two wordings refuses a log group or a role's permissions; the current one
   * by default.
   */
  readonly wording?: Wording;
  /** The source of time and chance; the system's by default. */
  readonly clock?: Clock;
}

/** CloudTrail's behaviours, by their place in the chain. */
export interface CloudTrail {
  /** Outside of events and IAM: a throttled call becomes no event and needs no permission. */
  readonly rates: readonly Behaviour[];
  /** Inside of IAM, in front of the emulator. */
  readonly checks: readonly Behaviour[];
  /** Whether the checks apply to an operation. */
  knows(call: Pick<Call, 'service' | 'operation'>): boolean;
  readonly organizations: Organizations;
  readonly owners: BucketOwners;
}

/** @param evaluatorOver creates an evaluator of IAM policies that reads through an API */
export function cloudTrail(
  api: EmulatorApi,
  evaluatorOver: (api: EmulatorApi) => Evaluator,
  options: CloudTrailOptions = {},
): CloudTrail {
  const clock = options.clock ?? systemClock;
  const accountOf = callerAccounts(api);
  const members = organizations(api, accountOf);
  const owners = bucketOwners(accountOf);
  const roles = rolePropagation(api, accountOf, options.roleVisibleAfterMs ?? 8_000, clock);
  const changes = trailChanges({
    api: roles.api,
    evaluator: evaluatorOver(roles.api),
    organizations: members,
    owners,
    settleDelay: settleDelay(options.settleDelayMs ?? 0, clock),
    maximumTrails: options.maximumTrails ?? MAXIMUM_TRAILS,
    wording: options.wording ?? 'current',
    accountOf,
  });
  return {
    organizations: members,
    owners,
    rates: options.rates === true ? [rates(accountOf, clock)] : [],
    knows: ({ service, operation }) => service === 'cloudtrail' && (isTrailChange(operation) || isTrailRead(operation)),
    checks: [members.behaviour, owners.behaviour, roles.behaviour, changes, visibleTrails(api, members, accountOf)],
  };
}
