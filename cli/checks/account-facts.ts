import type { Fact } from '../../lambda/core/model/fact.ts';
import type { ListedTrail } from '../../lambda/core/model/region-scan.ts';
import type { SimulatedAction } from '../../lambda/core/model/role.ts';
import type { Settings } from '../../lambda/core/model/settings.ts';
import type { Caller } from '../caller.ts';
import type { BucketPolicy } from '../reads/bucket-policy.ts';
import type { SimulatedCalls } from '../reads/caller-simulation.ts';
import type { OrganizationFacts } from '../reads/control-policies.ts';
import type { LogsKey } from '../reads/logs-key.ts';
import type { RoleQuota } from '../reads/quotas.ts';
import type { RetentionPolicy } from '../reads/retention-policies.ts';
import type { Finding } from './result.ts';

/** What was read in one Region. */
export interface RegionFacts {
  readonly region: string;
  /** Every trail that the Region lists, replicas included. */
  readonly listed: Fact<readonly ListedTrail[]>;
  readonly retention: Fact<readonly RetentionPolicy[]>;
}

/** What decides whether a repair succeeds in the account. */
export interface AccountFacts {
  readonly account: string;
  readonly caller: Caller;
  /** Those of the deployed stack, or the defaults. */
  readonly settings: Settings;
  readonly enabledRegions: Fact<readonly string[]>;
  /** The Regions that the command looks at. */
  readonly regions: readonly RegionFacts[];
  /** The account's own trails in their home Regions, apart from those of Control Tower. */
  readonly trails: readonly ListedTrail[];
  /** The calls that repair these trails, or an example. */
  readonly calls: readonly SimulatedCalls[];
  readonly simulation: Fact<readonly SimulatedAction[]>;
  readonly organization: OrganizationFacts;
  /** One for each Region with a trail. Empty: no key is configured. */
  readonly logsKeys: readonly LogsKey[];
  readonly roleQuota: Fact<RoleQuota>;
  /** By bucket of the trails. */
  readonly buckets: ReadonlyMap<string, Fact<BucketPolicy>>;
}

/** Judges facts that are read. It has at least one finding. */
export type Check<F> = (facts: F) => readonly Finding[];
