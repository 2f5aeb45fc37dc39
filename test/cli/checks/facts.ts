import type { AccountFacts } from '../../../cli/checks/account-facts.ts';
import { repairCalls } from '../../../cli/checks/repair-calls.ts';
import type { Finding } from '../../../cli/checks/result.ts';
import type { StackFacts } from '../../../cli/checks/stack-facts.ts';
import { defaultSettings } from '../../../cli/settings.ts';
import type { Fact } from '../../../lambda/core/model/fact.ts';
import type { SimulatedAction } from '../../../lambda/core/model/role.ts';
import { VERSION } from '../../../lambda/version.ts';
import { bucketPolicy } from '../../support/bucket-policy.ts';
import { ID, NOW, PERFECT_TRAIL, SETTINGS } from '../../support/perfect-trail.ts';

export const USER = `arn:aws:iam::${ID.account}:user/team/dana`;
export const UNREAD = {
  read: false,
  why: 'GetIt returned AccessDenied: "User: x is not authorized to perform: iam:GetIt on resource: *"',
} as const;
export const TRAIL = { id: ID, trail: PERFECT_TRAIL };

export function read<T>(value: T): Fact<T> {
  return { read: true, value };
}

const CALLS = repairCalls([ID], defaultSettings(ID.account));

/** Every call of a repair with the same result. */
export function simulated(changes: Partial<SimulatedAction> = {}): readonly SimulatedAction[] {
  return CALLS.flatMap(({ actions, resources }) =>
    actions.flatMap((action) =>
      resources.map((resource) => ({ action, resource, decision: 'allowed', missingContext: [], ...changes })),
    ),
  );
}

/** An account in which a repair succeeds. Each test changes what it is about. */
export const ACCOUNT: AccountFacts = {
  account: ID.account,
  caller: { kind: 'user', arn: USER, name: 'dana' },
  settings: defaultSettings(ID.account),
  enabledRegions: read([ID.region]),
  regions: [{ region: ID.region, listed: read([TRAIL]), retention: read([]) }],
  trails: [TRAIL],
  calls: CALLS,
  simulation: read(simulated()),
  organization: { membership: read('none'), levels: 'not-asked' },
  logsKeys: [],
  roleQuota: read({ used: 10, quota: 1000 }),
  buckets: new Map([[PERFECT_TRAIL.s3Bucket, read({ json: bucketPolicy(PERFECT_TRAIL.s3Bucket) })]]),
};

export const FUNCTION_NAME = 'Trailmend-Function';
const TOPIC = `arn:aws:sns:us-east-1:${ID.account}:Trailmend-Topic`;

/** A stack that does its work. Each test changes what it is about. */
export const STACK: StackFacts = {
  stack: {
    name: 'Trailmend',
    region: 'us-east-1',
    config: {
      settings: SETTINGS,
      partition: 'aws',
      region: 'us-east-1',
      settleSeconds: 20,
      regions: [],
      topicArn: TOPIC,
      ledgerTable: 'Trailmend-Ledger',
      functionRoleArn: `arn:aws:iam::${ID.account}:role/trailmend-function/trailmend-function`,
      forwarderRegions: ['eu-west-1'],
    },
    parameters: { Mode: 'fix', SweepMinutes: '60' },
    environment: { MODE: 'fix', TOPIC_ARN: TOPIC },
    logGroupName: '/trailmend/function',
  },
  functionName: FUNCTION_NAME,
  nowMs: Date.parse(NOW),
  smokeAnswer: read({ ok: true, version: VERSION, mode: 'fix' }),
  ownRegions: [
    { region: 'us-east-1', eventRule: read('active') },
    {
      region: 'eu-west-1',
      eventRule: read('active'),
      queue: read({ status: 'found', queueUrl: 'https://q', events: 0 }),
    },
  ],
  enabledRegions: read(['us-east-1', 'eu-west-1']),
  trailRegions: ['us-east-1'],
  resources: read([{ type: 'AWS::CloudWatch::Alarm', logicalId: 'ErrorsAlarm1234ABCD', physicalId: 'errors' }]),
  queues: { FailureQueue: { url: 'https://failures', messages: read(0) } },
  alarms: read([
    {
      name: 'errors',
      description: 'The function fails.',
      state: 'OK',
      isEnabled: true,
      actions: { ALARM: [TOPIC], INSUFFICIENT_DATA: [] },
    },
  ]),
  subscribers: read('some'),
  pendingSubscriptions: read(0),
  lastSweep: read(Date.parse(NOW)),
};

/** The status and the text of each finding, in one line. */
export function lines(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ status, says }) => `${status}: ${says}`);
}

export function mends(findings: readonly Finding[]): readonly string[] {
  return findings.flatMap(({ mend = [] }) => mend);
}
