import type { SimulatePrincipalPolicyCommandInput } from '@aws-sdk/client-iam';
import type { Clients } from '../lambda/aws/clients.ts';
import { TRUST_DOCUMENT } from '../lambda/core/integration/delivery-role.ts';
import { NO_MEMORY, type TrailMemory } from '../lambda/core/model/memory.ts';
import type { OutcomeWord } from '../lambda/core/model/outcome.ts';
import type { TrailId } from '../lambda/core/model/trail-id.ts';
import { trailChangePattern } from '../lambda/events/event-pattern.ts';
import { ID, NOW, PERFECT_TRAIL } from '../test/support/perfect-trail.ts';

/** An account that is swept: its trails, and whether AWS has delivered to CloudWatch Logs what they recorded. */
export interface SweepScene {
  readonly title: string;
  /** At home in their regions; each has event selectors of its own, which costs a call. */
  readonly trails: readonly TrailId[];
  readonly isMultiRegion: boolean;
  /** Otherwise trailmend has repaired them all, and nothing was delivered since. */
  readonly isDelivering: boolean;
  /** Of every trail. */
  readonly outcome: OutcomeWord;
  /** How many calls each trail may cost. */
  readonly mostForATrail: number;
}

export const REGIONS = Array.from({ length: 17 }, (_, index) => `eu-west-${index + 1}`);
/** Where the function runs, and where its only rule is. */
export const HUB = 'eu-west-1';
export const FUNCTION_ARN = `arn:aws:lambda:${HUB}:${ID.account}:function:trailmend`;
const REPAIRED = '2026-11-20T08:00:00.000Z';

const trailIn = (region: string, name: string): TrailId => ({
  ...ID,
  region,
  name,
  arn: `arn:aws:cloudtrail:${region}:${ID.account}:trail/${name}`,
});
const everywhere = REGIONS.flatMap((region) => Array.from('12345', (number) => trailIn(region, `trail-${number}`)));
const delivering = { isDelivering: true, outcome: 'COMPLIANT', mostForATrail: 4 } as const;
const unproven = { isDelivering: false, outcome: 'FIXED', mostForATrail: 6 } as const;

/** What an account usually has, and five trails in every region: more than five a region does not allow. */
export const SCENES: readonly SweepScene[] = [
  {
    title: 'one trail for all regions, delivering',
    trails: [trailIn(HUB, 'audit')],
    isMultiRegion: true,
    ...delivering,
  },
  { title: '5 trails in each, delivering', trails: everywhere, isMultiRegion: false, ...delivering },
  { title: '5 trails in each, repaired and to be proven', trails: everywhere, isMultiRegion: false, ...unproven },
];

/** What the ledger holds of each trail before the first sweep. */
export function memoriesOf({ trails, isDelivering }: SweepScene): Readonly<Record<string, TrailMemory>> {
  const memoryOf = ({ region }: TrailId): TrailMemory => ({
    ...NO_MEMORY,
    awaitingProof: {
      since: REPAIRED,
      target: { logGroupArn: groupArnIn(region), roleArn: PERFECT_TRAIL.roleArn },
    },
  });
  return isDelivering ? {} : Object.fromEntries(trails.map((id) => [id.arn, memoryOf(id)]));
}

/** The SDK's clients in a scene. @param called hears of each call, and lets it take its time */
export function clientsIn(scene: SweepScene, clients: Clients, called: (operation: string) => Promise<void>): Clients {
  return new Proxy(clients, {
    get: (target, service) => (region: string) => {
      const send = async (command: { readonly input: object }) => {
        const operation = command.constructor.name.replace(/Command$/, '');
        await called(operation);
        return answered(scene, operation, region, command.input);
      };
      return Object.assign(Reflect.get(target, service)(region), { send });
    },
  });
}

function answered(scene: SweepScene, operation: string, region: string, input: object): unknown {
  const delivered = scene.isDelivering && { LatestCloudWatchLogsDeliveryTime: new Date(NOW) };
  const { roleArn } = PERFECT_TRAIL;
  const answers: Readonly<Record<string, unknown>> = {
    DescribeRegions: { Regions: REGIONS.map((RegionName) => ({ RegionName })) },
    DescribeTrails: { trailList: shownIn(region, scene) },
    GetTrailStatus: { IsLogging: true, ...delivered },
    ListTags: { ResourceTagList: [] },
    GetEventSelectors: { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }] },
    DescribeLogGroups: { logGroups: [{ logGroupName: 'audit-logs', retentionInDays: 400 }] },
    GetRole: { Role: { Arn: roleArn, Path: '/', AssumeRolePolicyDocument: encodeURIComponent(TRUST_DOCUMENT) } },
    SimulatePrincipalPolicy: { EvaluationResults: allowed(input) },
    DescribeRule: { State: 'ENABLED', EventPattern: JSON.stringify(trailChangePattern(ID.account)) },
    ListTargetsByRule: { Targets: [{ Id: '1', Arn: FUNCTION_ARN }] },
  };
  if (!(operation in answers)) throw new Error(`${operation} is not expected here`);
  return answers[operation];
}

/** A multi-region trail is shown in every region. */
function shownIn(region: string, { trails, isMultiRegion }: SweepScene): readonly object[] {
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

function allowed(input: Partial<SimulatePrincipalPolicyCommandInput>): readonly object[] {
  return (input.ActionNames ?? []).map((EvalActionName) => ({ EvalActionName, EvalDecision: 'allowed' }));
}
