import type { SimulatePrincipalPolicyCommandInput } from '@aws-sdk/client-iam';
import type { Clients } from '../lambda/aws/clients.ts';
import { TRUST_DOCUMENT } from '../lambda/core/integration/delivery-role.ts';
import { NO_MEMORY, type TrailMemory } from '../lambda/core/model/memory.ts';
import type { OutcomeWord } from '../lambda/core/model/outcome.ts';
import type { TrailId } from '../lambda/core/model/trail-id.ts';
import { trailChangePattern } from '../lambda/events/event-pattern.ts';
import { ID, NOW, PERFECT_TRAIL } from '../test/support/perfect-trail.ts';

/** An account for a sweep: its trails, and whether CloudTrail delivers to CloudWatch Logs. */
export interface SweepScene {
  readonly title: string;
  /** The Regions that the account can use. */
  readonly regions: readonly string[];
  /** In their home Regions. Each has custom event selectors, which cost a call. */
  readonly trails: readonly TrailId[];
  readonly isMultiRegion: boolean;
  /** False: trailmend has repaired all trails, and CloudTrail has delivered nothing since. */
  readonly isDelivering: boolean;
  /** The outcome of every trail. */
  readonly outcome: OutcomeWord;
  /** The bound of calls for each trail. */
  readonly mostForATrail: number;
}

const regionsOf = (count: number) => Array.from({ length: count }, (_, index) => `eu-west-${index + 1}`);
export const REGIONS = regionsOf(17);
/** The Region of the function and of its only event rule. */
export const HUB = 'eu-west-1';
export const FUNCTION_ARN = `arn:aws:lambda:${HUB}:${ID.account}:function:trailmend`;
const REPAIRED = '2026-11-20T08:00:00.000Z';

const trailIn = (region: string, name: string): TrailId => ({
  ...ID,
  region,
  name,
  arn: `arn:aws:cloudtrail:${region}:${ID.account}:trail/${name}`,
});
/** Five trails in every Region, the quota of CloudTrail. */
const trailsIn = (regions: readonly string[]) =>
  regions.flatMap((region) => Array.from('12345', (number) => trailIn(region, `trail-${number}`)));
export const everywhere = trailsIn(REGIONS);
const delivering = { isDelivering: true, outcome: 'COMPLIANT', mostForATrail: 7 } as const;
const unverified = { isDelivering: false, outcome: 'FIXED', mostForATrail: 9 } as const;

/** The largest account of the contract. */
export const FULL_SCENE: SweepScene = {
  title: '5 trails in each Region, delivering',
  regions: REGIONS,
  trails: everywhere,
  isMultiRegion: false,
  ...delivering,
};

/** A usual account, and accounts with five trails in every Region, the quota of CloudTrail. */
export const SCENES: readonly SweepScene[] = [
  {
    title: 'one trail for all Regions, delivering',
    regions: REGIONS,
    trails: [trailIn(HUB, 'audit')],
    isMultiRegion: true,
    ...delivering,
  },
  FULL_SCENE,
  {
    title: '5 trails in each Region, repaired and not yet verified',
    regions: REGIONS,
    trails: everywhere,
    isMultiRegion: false,
    ...unverified,
  },
];

/** The largest account: as many Regions as AWS has. */
export const LARGEST_SCENE: SweepScene = {
  title: '5 trails in each of 34 Regions, delivering',
  regions: regionsOf(34),
  trails: trailsIn(regionsOf(34)),
  isMultiRegion: false,
  ...delivering,
};

/** The ledger's memory of each trail before the first sweep. */
export function memoriesOf({ trails, isDelivering }: SweepScene): Readonly<Record<string, TrailMemory>> {
  const memoryOf = ({ region }: TrailId): TrailMemory => ({
    ...NO_MEMORY,
    awaitingVerification: {
      since: REPAIRED,
      target: { logGroupArn: groupArnIn(region), roleArn: PERFECT_TRAIL.roleArn },
    },
  });
  return isDelivering ? {} : Object.fromEntries(trails.map((id) => [id.arn, memoryOf(id)]));
}

/** SDK clients that answer for a scene. @param called is awaited before each answer */
export function clientsIn(scene: SweepScene, clients: Clients, called: (operation: string) => Promise<void>): Clients {
  return new Proxy(clients, {
    get: (target, service) => (region: string) => {
      const send = async (command: { readonly input: object }) => {
        const operation = command.constructor.name.replace(/Command$/, '');
        await called(operation);
        return answer(scene, operation, region, command.input);
      };
      return Object.assign(Reflect.get(target, service)(region), { send });
    },
  });
}

/** @param now when CloudTrail delivered last, if it delivers */
export function answer(
  scene: SweepScene,
  operation: string,
  region: string,
  input: { readonly Name?: string } & Partial<SimulatePrincipalPolicyCommandInput>,
  now: string = NOW,
): unknown {
  const delivered = scene.isDelivering && { LatestCloudWatchLogsDeliveryTime: new Date(now) };
  const { roleArn } = PERFECT_TRAIL;
  const trails = trailListIn(region, scene);
  const answers: Readonly<Record<string, unknown>> = {
    DescribeRegions: { Regions: scene.regions.map((RegionName) => ({ RegionName })) },
    DescribeTrails: { trailList: trails },
    GetTrail: { Trail: trails.find(({ TrailARN }) => TrailARN === input.Name) },
    GetTrailStatus: { IsLogging: true, ...delivered },
    ListTags: { ResourceTagList: [] },
    GetEventSelectors: { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }] },
    DescribeLogGroups: { logGroups: [{ logGroupName: 'audit-logs', retentionInDays: 400 }] },
    DescribeMetricFilters: { metricFilters: [] },
    DescribeSubscriptionFilters: { subscriptionFilters: [] },
    DescribeLogStreams: { logStreams: [] },
    GetRole: { Role: { Arn: roleArn, Path: '/', AssumeRolePolicyDocument: encodeURIComponent(TRUST_DOCUMENT) } },
    SimulatePrincipalPolicy: { EvaluationResults: allowAll(input) },
    DescribeRule: {
      State: 'ENABLED',
      EventPattern: JSON.stringify(trailChangePattern({ account: ID.account, logGroupPrefix: '/trailmend/' })),
    },
    ListTargetsByRule: { Targets: [{ Id: '1', Arn: FUNCTION_ARN }] },
  };
  if (!(operation in answers)) throw new Error(`The scene has no answer for ${operation}. Add it to sweep-scene.ts.`);
  return answers[operation];
}

/** DescribeTrails lists a multi-Region trail in every Region. */
function trailListIn(
  region: string,
  { trails, isMultiRegion }: SweepScene,
): readonly (object & { readonly TrailARN: string })[] {
  return trails
    .filter((trail) => isMultiRegion || trail.region === region)
    .map((trail) => ({
      TrailARN: trail.arn,
      HomeRegion: trail.region,
      IsMultiRegionTrail: isMultiRegion,
      LogFileValidationEnabled: true,
      KmsKeyId: 'key',
      HasCustomEventSelectors: true,
      CloudWatchLogsLogGroupArn: groupArnIn(trail.region),
      CloudWatchLogsRoleArn: PERFECT_TRAIL.roleArn,
    }));
}

function groupArnIn(region: string): string {
  return PERFECT_TRAIL.logGroupArn.replace(ID.region, region);
}

function allowAll(input: Partial<SimulatePrincipalPolicyCommandInput>): readonly object[] {
  return (input.ActionNames ?? []).map((EvalActionName) => ({ EvalActionName, EvalDecision: 'allowed' }));
}
