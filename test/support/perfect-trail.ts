import { deliveryPolicy, deliveryRoleArn, TRUST_DOCUMENT } from '../../lambda/core/integration/delivery-role.ts';
import { DELIVERY_ROLE_PATH, deliveryRoleName, logGroupNames, TRAIL_TAG } from '../../lambda/core/integration/names.ts';
import type { EventSelectors } from '../../lambda/core/model/event-selectors.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';
import type { RepairFacts, TrailFacts } from '../../lambda/core/model/facts.ts';
import type { CandidateGroup } from '../../lambda/core/model/log-group.ts';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import type { Posture } from '../../lambda/core/model/posture.ts';
import type { CandidateRole } from '../../lambda/core/model/role.ts';
import type { Settings } from '../../lambda/core/model/settings.ts';
import { trailSubject } from '../../lambda/core/model/subject.ts';
import type { Trail } from '../../lambda/core/model/trail.ts';
import { logGroupArn, type TrailId } from '../../lambda/core/model/trail-id.ts';
import type { CallTrigger } from '../../lambda/core/model/trigger.ts';

/**
 * A compliant trail that delivers to a log group and through a role that trailmend did not create.
 * Each test changes the value that it tests.
 */
export const ID: TrailId = {
  arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/audit',
  partition: 'aws',
  region: 'us-east-1',
  account: '111122223333',
  name: 'audit',
};

export const NOW = '2026-11-20T09:00:05.000Z';

export const SETTINGS: Settings = {
  mode: 'fix',
  account: ID.account,
  organizationTrails: false,
  retentionDays: 365,
  restartLogging: 'seen',
  logGroupPrefix: '/trailmend/',
  excludedTrails: '',
  dataEventTrails: 'notify',
  metricFilters: 'none',
  deliveryRoleBoundaryArn: `arn:aws:iam::${ID.account}:policy/trailmend/trailmend-delivery-boundary`,
};

export const TRIGGER: CallTrigger = {
  kind: 'event',
  eventName: 'UpdateTrail',
  eventId: '3f8c1d5e-0c1a-4a57-9d0b-2f6f3f0f7a11',
  eventTime: '2026-11-20T09:00:00Z',
  actor: { type: 'IAMUser', name: `arn:aws:iam::${ID.account}:user/dana`, sourceIp: '198.51.100.7' },
};

export const PERFECT_TRAIL: Trail = {
  homeRegion: ID.region,
  isOrganizationTrail: false,
  logGroupArn: `arn:aws:logs:${ID.region}:${ID.account}:log-group:audit-logs:*`,
  roleArn: `arn:aws:iam::${ID.account}:role/service-role/CloudTrail_CloudWatchLogs_Role`,
  isMultiRegion: true,
  includesGlobalEvents: true,
  logFileValidation: true,
  kmsKeyId: `arn:aws:kms:${ID.region}:${ID.account}:key/1f0c2b3a-0000-4d1e-9f00-000000000002`,
  snsTopicArn: '',
  s3Bucket: 'audit-bucket',
  s3Prefix: '',
  hasCustomEventSelectors: false,
};

export const PERFECT_FACTS: TrailFacts = {
  now: NOW,
  id: ID,
  gone: false,
  trail: read(PERFECT_TRAIL),
  tags: read({}),
  status: read({
    isLogging: true,
    latestLogsDelivery: '2026-11-20T08:57:00.000Z',
    latestDelivery: '2026-11-20T08:58:00.000Z',
  }),
  eventSelectors: selecting({}),
  groupFilters: { metric: read([]), subscription: read([]) },
  groupStreams: read([]),
  metricFilters: 'not-asked',
  currentGroup: read({ name: 'audit-logs', class: 'STANDARD', retentionDays: 400, isOurs: read(false) }),
  currentRole: read({ arn: PERFECT_TRAIL.roleArn, trustDocument: TRUST_DOCUMENT }),
  ownRole: 'not-asked',
  simulation: 'not-asked',
};

/** The posture of the perfect trail. */
export const POSTURE: Posture = {
  since: '2026-11-01T00:00:00.000Z',
  trail: PERFECT_TRAIL,
  recording: { writes: 'all', reads: 'all', excludedSources: [] },
  tags: {},
  group: { retentionDays: 400, metricFilters: [], subscriptionFilters: [], streams: [], masked: false },
};

/** What a plan finds where trailmend has created nothing yet. */
export const REPAIR_FACTS: RepairFacts = {
  acceptedGroup: read('none'),
  candidateGroups: read([]),
  candidateRoles: read([]),
  organizationId: 'not-asked',
};

/** The repair facts with these differences. */
export function repairFactsWith(changes: Partial<RepairFacts>): RepairFacts {
  return { ...REPAIR_FACTS, ...changes };
}

/** The perfect trail's facts with these differences. */
export function factsWith(changes: Partial<TrailFacts>): TrailFacts {
  return { ...PERFECT_FACTS, ...changes };
}

/** The facts of a trail that names neither log group nor role, with further differences. */
export function blankedFacts(changes: Partial<TrailFacts> = {}): TrailFacts {
  const trail = read({ ...PERFECT_TRAIL, logGroupArn: '', roleArn: '' });
  return factsWith({ trail, currentGroup: read('none'), currentRole: read('none'), ...changes });
}

export function settingsWith(changes: Partial<Settings>): Settings {
  return { ...SETTINGS, ...changes };
}

export function triggerWith(changes: Partial<CallTrigger>): CallTrigger {
  return { ...TRIGGER, ...changes };
}

/** The event selectors of the perfect trail with these differences. */
export function selecting(changes: Partial<EventSelectors>): Fact<EventSelectors> & { readonly read: true } {
  return read({ managementEvents: 'all', reads: 'all', excludedSources: [], dataEvents: [], ...changes });
}

/** The log group that trailmend creates for the perfect trail. */
export function ourGroup(changes: Partial<CandidateGroup> = {}): CandidateGroup {
  const [name] = logGroupNames(ID, SETTINGS.logGroupPrefix);
  const tags = read({ [TRAIL_TAG]: ID.arn });
  return { name, class: 'STANDARD', retentionDays: 365, tags, metricFilters: 'not-asked', ...changes };
}

/** The delivery role that trailmend creates for the perfect trail; it delivers to `ourGroup()`. */
export function ourRole(changes: Partial<CandidateRole> = {}, generation = 1): CandidateRole {
  return {
    arn: deliveryRoleArn(ID, deliveryRoleName(ID, generation)),
    path: DELIVERY_ROLE_PATH,
    trustDocument: TRUST_DOCUMENT,
    boundaryArn: SETTINGS.deliveryRoleBoundaryArn,
    tags: { [TRAIL_TAG]: ID.arn },
    deliveryPolicy: read(deliveryPolicy(ID, ourGroup().name)),
    otherPolicies: read([]),
    ...changes,
  };
}

/** The facts of the perfect trail after trailmend pointed it at `ourGroup()` and `ourRole()`. */
export function repairedFacts(): TrailFacts {
  return factsWith({
    trail: read({ ...PERFECT_TRAIL, logGroupArn: logGroupArn(ID, ourGroup().name), roleArn: ourRole().arn }),
    currentGroup: read({ ...ourGroup(), isOurs: 'not-asked' }),
    currentRole: read(ourRole()),
    ownRole: read(ourRole()),
  });
}

/** The repair facts of the perfect trail after trailmend created `ourGroup()` and `ourRole()`. */
export function preparedRepairFacts(): RepairFacts {
  return repairFactsWith({ candidateGroups: read([ourGroup()]), candidateRoles: read([ourRole()]) });
}

/** The record of a run without findings, with these differences. */
export function recordWith(changes: Partial<OutcomeRecord>): OutcomeRecord {
  return {
    version: 2,
    id: '7d2f0c3e-6b1d-4f0e-8a53-5d1b3f2c9e01',
    time: NOW,
    mode: 'fix',
    subject: trailSubject(ID),
    trailArn: ID.arn,
    trigger: TRIGGER,
    outcome: 'COMPLIANT',
    reason: 'nothing-to-do',
    detail: 'The trail is compliant.',
    findings: [],
    plan: { steps: [], refused: [] },
    remaining: [],
    applied: [],
    ...changes,
  };
}

export function read<T>(value: T): Fact<T> & { readonly read: true } {
  return { read: true, value };
}

export function unread(why: string): Fact<never> & { readonly read: false } {
  return { read: false, why };
}
