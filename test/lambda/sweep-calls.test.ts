import { expect, test } from '@jest/globals';
import { type Clients, clientsFor } from '../../lambda/aws/clients.ts';
import { listening } from '../../lambda/aws/event-rule.ts';
import { glancer } from '../../lambda/aws/glance.ts';
import { listTrails } from '../../lambda/aws/list-trails.ts';
import { observer } from '../../lambda/aws/observe.ts';
import { enabledRegions } from '../../lambda/aws/regions.ts';
import { sweep } from '../../lambda/sweep.ts';
import { virtualClock } from '../support/aws/virtual-clock.ts';
import { inMemoryLedger } from '../support/in-memory-ledger.ts';
import { ID, NOW, PERFECT_TRAIL, SETTINGS } from '../support/perfect-trail.ts';

const REGIONS = Array.from({ length: 17 }, (_, index) => `eu-west-${index + 1}`);
const TRAILS = 5;
const CALL_MS = 40;
const FUNCTION = `arn:aws:lambda:eu-west-1:${ID.account}:function:trailmend`;

/** What AWS answers in a region where five trails deliver. */
function answered(operation: string, region: string): unknown {
  const trailList = Array.from({ length: TRAILS }, (_, index) => ({
    TrailARN: `arn:aws:cloudtrail:${region}:${ID.account}:trail/trail-${index}`,
    HomeRegion: region,
    IsMultiRegionTrail: true,
    LogFileValidationEnabled: true,
    KmsKeyId: 'key',
    HasCustomEventSelectors: true,
    CloudWatchLogsLogGroupArn: PERFECT_TRAIL.logGroupArn.replace(ID.region, region),
    CloudWatchLogsRoleArn: PERFECT_TRAIL.roleArn,
  }));
  const answers: Readonly<Record<string, unknown>> = {
    DescribeRegions: { Regions: REGIONS.map((RegionName) => ({ RegionName })) },
    DescribeTrails: { trailList },
    GetTrailStatus: { IsLogging: true, LatestCloudWatchLogsDeliveryTime: new Date(NOW) },
    ListTags: { ResourceTagList: [] },
    GetEventSelectors: { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }] },
    DescribeLogGroups: { logGroups: [{ logGroupName: 'audit-logs', retentionInDays: 400 }] },
    DescribeRule: { State: 'ENABLED' },
    ListTargetsByRule: { Targets: [{ Id: '1', Arn: FUNCTION }] },
  };
  if (!(operation in answers)) throw new Error(`${operation} is not expected here`);
  return answers[operation];
}

test('17 regions with 5 trails each that deliver: one call, one a region, four a trail and two for the rule, in 3 s', async () => {
  const clock = virtualClock(Date.parse(NOW));
  const calls: Record<string, number> = {};
  const clients: Clients = new Proxy(clientsFor('eu-west-1'), {
    get: (target, name) => (region: string) => {
      const send = async (command: { readonly constructor: { readonly name: string } }) => {
        const operation = command.constructor.name.replace(/Command$/, '');
        calls[operation] = (calls[operation] ?? 0) + 1;
        await clock.sleep(CALL_MS);
        return answered(operation, region);
      };
      return Object.assign(Reflect.get(target, name)(region), { send });
    },
  });
  const outcomes: string[] = [];
  const { tookMs } = await sweep(
    {
      partition: 'aws',
      account: ID.account,
      settings: SETTINGS,
      settleSeconds: 20,
      ownRegions: ['eu-west-1'],
      onceOnly: false,
    },
    {
      clock,
      newId: () => 'run',
      ledger: inMemoryLedger(),
      observe: observer(clients, SETTINGS),
      performer: () => () => Promise.reject(new Error('nothing is to be written')),
      notify: async () => {},
      putOutcome: async () => ({ put: true }),
      log: { info: () => {}, error: () => {} },
      enabledRegions: () => enabledRegions(clients),
      listening: (region) => listening(clients, region, { region: 'eu-west-1', functionArn: FUNCTION }),
      listTrails: (region) => listTrails(clients, region),
      glance: glancer(clients, SETTINGS),
      remainingMs: () => 900_000,
    },
    async ({ record }) => void outcomes.push(record.outcome),
  );
  const perTrail = REGIONS.length * TRAILS;
  expect(calls).toEqual({
    DescribeRegions: 1,
    DescribeTrails: REGIONS.length,
    GetTrailStatus: perTrail,
    ListTags: perTrail,
    GetEventSelectors: perTrail,
    DescribeLogGroups: perTrail,
    DescribeRule: 1,
    ListTargetsByRule: 1,
  });
  expect(outcomes).toEqual(Array(perTrail).fill('COMPLIANT'));
  expect(tookMs).toBeLessThan(3_000);
});
