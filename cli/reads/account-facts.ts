import type { Clients } from '../../lambda/aws/clients.ts';
import { enabledRegions } from '../../lambda/aws/read/enabled-regions.ts';
import { factFrom } from '../../lambda/aws/read/fact.ts';
import { listTrails } from '../../lambda/aws/read/list-trails.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';
import type { ListedTrail } from '../../lambda/core/model/region-scan.ts';
import type { Settings } from '../../lambda/core/model/settings.ts';
import type { TrailId } from '../../lambda/core/model/trail-id.ts';
import { callerFrom } from '../caller.ts';
import type { AccountFacts, RegionFacts } from '../checks/account-facts.ts';
import { CONTROL_TOWER_PREFIX } from '../checks/control-tower.ts';
import { repairCalls } from '../checks/repair-calls.ts';
import { keyIn } from '../kms-replica.ts';
import type { Session } from '../session.ts';
import { type BucketPolicy, readBucketPolicy } from './bucket-policy.ts';
import { readPolicySource, simulateCalls } from './caller-simulation.ts';
import { readOrganization } from './control-policies.ts';
import { readLogsKey } from './logs-key.ts';
import { readRoleQuota } from './quotas.ts';
import { readRetentionPolicies } from './retention-policies.ts';

/**
 * Reads what decides whether a repair succeeds. What it cannot read stays an unread fact.
 * @param allRegions else the Region of the session only
 */
export async function readAccountFacts(
  session: Session,
  settings: Settings,
  allRegions: boolean,
): Promise<AccountFacts> {
  const { account, clients } = session;
  const caller = callerFrom(session.callerArn);
  const [enabled, organization, quota, source] = await Promise.all([
    enabledRegions(clients).then((answer) => factFrom(answer, (names) => names)),
    readOrganization(clients, account),
    readRoleQuota(clients),
    readPolicySource(clients, caller),
  ]);
  const names = allRegions && enabled.read ? enabled.value : [session.region];
  const regions = await Promise.all(names.map((region) => readRegion(clients, region)));
  const trails = ownTrails(regions, account);
  const ids = trails.length > 0 ? trails.map(({ id }) => id) : [exampleTrail(session)];
  const calls = repairCalls(ids, settings);
  const [simulation, buckets, logsKeys] = await Promise.all([
    simulateCalls(clients, source, calls),
    readBuckets(trails),
    readLogsKeys(trails, settings),
  ]);
  const common = { account, caller, settings, enabledRegions: enabled, organization, roleQuota: quota };
  return { ...common, regions, trails, calls, simulation, buckets, logsKeys };
}

async function readRegion(clients: Clients, region: string): Promise<RegionFacts> {
  const [listed, retention] = await Promise.all([listTrails(clients, region), readRetentionPolicies(clients, region)]);
  return { region, listed: factFrom(listed, (trails) => trails), retention };
}

/** Every other trail is out of scope. */
function ownTrails(regions: readonly RegionFacts[], account: string): readonly ListedTrail[] {
  return regions.flatMap(({ region, listed }) =>
    listed.read
      ? listed.value.filter(
          ({ id, trail }) =>
            id.account === account && trail.homeRegion === region && !id.name.startsWith(CONTROL_TOWER_PREFIX),
        )
      : [],
  );
}

/** An account without a trail may get one. */
function exampleTrail({ partition, region, account }: Session): TrailId {
  const name = 'example';
  return { arn: `arn:${partition}:cloudtrail:${region}:${account}:trail/${name}`, partition, region, account, name };
}

async function readBuckets(trails: readonly ListedTrail[]): Promise<ReadonlyMap<string, Fact<BucketPolicy>>> {
  const regions = new Map(trails.map(({ id, trail }) => [trail.s3Bucket, id.region]));
  const named = [...regions].filter(([bucket]) => bucket !== '');
  return new Map(
    await Promise.all(named.map(async ([bucket, region]) => [bucket, await readBucketPolicy(bucket, region)] as const)),
  );
}

function readLogsKeys(trails: readonly ListedTrail[], { logGroupKmsKeyArn }: Settings) {
  const regions = [...new Set(trails.map(({ id }) => id.region))];
  const keys = regions.flatMap((region) => {
    const arn = logGroupKmsKeyArn && keyIn(region, logGroupKmsKeyArn);
    return arn ? [{ region, arn }] : [];
  });
  return Promise.all(keys.map(({ region, arn }) => readLogsKey(region, arn)));
}
