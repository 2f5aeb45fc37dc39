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
import { MOST_TRAILS } from './trail-limit.ts';
import { isTrailRead, visibleTrails } from './visible-trails.ts';

/** How strict CloudTrail is, and how slow. */
export interface CloudTrailOptions {
  /** How long CloudTrail does not see a change of a role; 8000 ms by default. 0: it sees it at once. */
  readonly roleVisibleAfterMs?: Delay;
  /** How long a trail that was made or updated refuses further changes with ConflictException; 0 ms by default. */
  readonly settleDelayMs?: number;
  /** Whether calls beyond the documented rates are throttled; not by default. */
  readonly rates?: boolean;
  /** How many trails a region may hold; 5 by default, and on AWS always: more is for those who repair many, one after the other. */
  readonly mostTrails?: number;
  /** Which of its two wordings CloudTrail refuses a group or a role's permissions in; today's by default. */
  readonly wording?: Wording;
  /** Time and chance, so that nobody has to wait for CloudTrail; the system's by default. */
  readonly clock?: Clock;
}

/** What the gate does for CloudTrail, by its place in the chain. */
export interface CloudTrail {
  /** Outside of the events and of IAM: a call that is throttled is nobody's. */
  readonly rates: readonly Behaviour[];
  /** Inside of IAM, before the emulator. */
  readonly checks: readonly Behaviour[];
  /** Whether the checks know an operation. */
  knows(call: Pick<Call, 'service' | 'operation'>): boolean;
  readonly organizations: Organizations;
  readonly owners: BucketOwners;
}

/** @param evaluatorOver makes an evaluator of IAM policies over an API */
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
    mostTrails: options.mostTrails ?? MOST_TRAILS,
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
