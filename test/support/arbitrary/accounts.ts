import * as fc from 'fast-check';
import { FILTER_PREFIX, MONITORING_FILTERS } from '../../../lambda/core/integration/cis-filters.ts';
import {
  DELIVERY_POLICY_NAME,
  deliveryPolicy,
  TRUST_DOCUMENT,
} from '../../../lambda/core/integration/delivery-role.ts';
import { deliveryRoleName, logGroupNames, TRAIL_TAG } from '../../../lambda/core/integration/names.ts';
import type { ManagementEvents } from '../../../lambda/core/model/event-selectors.ts';
import type { Settings } from '../../../lambda/core/model/settings.ts';
import type { TrailId } from '../../../lambda/core/model/trail-id.ts';
import type { Account, AccountGroup, AccountRole, AccountTrail } from '../aws/account.ts';
import { DELIVERY_ERRORS } from './deliveries.ts';
import { often } from './trails.ts';

const FOREIGN_GROUP = 'audit-logs';
const FOREIGN_FILTER = { pattern: 'ERROR', metric: 'Errors', namespace: 'Foreign', value: '1', isNarrowed: false };
/** The metric filters of a log group that trailmend created, and a filter of its owner. */
const WATCHED: NonNullable<AccountGroup['metricFilters']> = {
  theirs: FOREIGN_FILTER,
  ...Object.fromEntries(
    MONITORING_FILTERS.map(({ metric, pattern }) => [
      `${FILTER_PREFIX}${metric}`,
      { pattern, metric, namespace: 'Trailmend', value: '1', isNarrowed: false },
    ]),
  ),
};
const CHANGED = { [`${FILTER_PREFIX}RootUse`]: FOREIGN_FILTER };
const FOREIGN_ROLE = 'CloudTrail_CloudWatchLogs_Role';

/**
 * An account with a trail, a neighbour, and own and foreign log groups and roles in every relevant
 * state.
 */
export function accountFor(id: TrailId, settings: Settings): fc.Arbitrary<Account> {
  const names = logGroupNames(id, settings.logGroupPrefix);
  return fc
    .record({
      trail: trailFor(id, names),
      gone: often(false, true),
      groups: fc.tuple(
        ...[...names, FOREIGN_GROUP, 'bystander'].map(() => fc.option(groupFor(id), { nil: undefined })),
      ),
      roles: fc.oneof<fc.WeightedArbitrary<readonly (AccountRole | undefined)[]>[]>(
        { weight: 9, arbitrary: fc.array(roleFor(id, settings), { maxLength: 3 }) },
        { weight: 1, arbitrary: fc.array(foreignRole(id), { minLength: 9, maxLength: 9 }) },
      ),
      integrated: fc.option(ownerRole(id), { nil: undefined }),
      retentionPolicies: retentionPolicies(settings),
    })
    .map(({ trail, gone, groups, roles, integrated, retentionPolicies: policies }) => ({
      retentionPolicies: policies,
      trails: {
        [`${id.arn}-2`]: { ...trail, arn: `${id.arn}-2`, isLogging: !trail.isLogging },
        ...(!gone && { [id.arn]: trail }),
      },
      groups: present([...names, FOREIGN_GROUP, 'bystander'].map((name, position) => [name, groups[position]])),
      roles: present([
        ...roles.map((role, position): [string, AccountRole | undefined] => [deliveryRoleName(id, position + 1), role]),
        [FOREIGN_ROLE, integrated],
      ]),
    }));
}

function trailFor(id: TrailId, names: readonly string[]): fc.Arbitrary<AccountTrail> {
  const logs = `arn:${id.partition}:logs:${id.region}:${id.account}:log-group`;
  const roles = `arn:${id.partition}:iam::${id.account}:role`;
  return fc
    .record({
      arn: fc.constant(id.arn),
      homeRegion: often(id.region, 'eu-north-1'),
      isOrganizationTrail: often(false, true),
      logGroupArn: fc.constantFrom(
        '',
        ...[...names, FOREIGN_GROUP].map((name) => `${logs}:${name}:*`),
        `${logs}:${FOREIGN_GROUP}`,
        `arn:${id.partition}:logs:eu-north-1:${id.account}:log-group:${FOREIGN_GROUP}:*`,
        `arn:${id.partition}:logs:${id.region}:777766665555:log-group:${FOREIGN_GROUP}:*`,
        'no ARN',
      ),
      roleArn: fc.constantFrom(
        '',
        `${roles}/service-role/${FOREIGN_ROLE}`,
        `${roles}/trailmend/${deliveryRoleName(id, 1)}`,
        `${roles}/trailmend/${deliveryRoleName(id, 2)}`,
        `arn:${id.partition}:iam::777766665555:role/${FOREIGN_ROLE}`,
        'no ARN',
      ),
      isMultiRegion: fc.boolean(),
      includesGlobalEvents: fc.boolean(),
      logFileValidation: fc.boolean(),
      kmsKeyId: fc.constantFrom('', `arn:${id.partition}:kms:${id.region}:${id.account}:key/1`),
      snsTopicArn: fc.constantFrom('', `arn:${id.partition}:sns:${id.region}:${id.account}:trails`),
      s3Bucket: fc.constant('audit-bucket'),
      s3Prefix: fc.constantFrom('', 'trails'),
      eventSelectors: fc.record({
        managementEvents: often<ManagementEvents>('all', 'none', 'read-only', 'write-only', 'partial'),
        dataEvents: often<string[]>([], ['AWS::S3::Object (arn:aws:s3)']),
      }),
      isLogging: fc.boolean(),
      delivery,
      tags: fc.oneof(
        { weight: 9, arbitrary: fc.constant({}) },
        {
          weight: 1,
          arbitrary: fc
            .constantFrom('true', '2026-11-20', '2026-11-19', '2027-02-18', '2027-02-19', 'no', '')
            .map((value): Record<string, string> => ({ 'trailmend:exclude': value })),
        },
      ),
    })
    .map(({ delivery: status, ...trail }) => ({ ...trail, ...status }));
}

/** The deliveries in GetTrailStatus: none, healthy ones, none for days, and every problem. */
const delivery: fc.Arbitrary<Pick<AccountTrail, 'latestLogsDelivery' | 'logsDeliveryError' | 'latestDelivery'>> =
  fc.constantFrom(
    {},
    { latestDelivery: '2026-11-20T08:58:00.000Z' },
    { latestLogsDelivery: '2026-11-20T08:57:00.000Z', latestDelivery: '2026-11-20T08:58:00.000Z' },
    { latestLogsDelivery: '2026-11-17T08:57:00.000Z', latestDelivery: '2026-11-17T08:58:00.000Z' },
    { latestLogsDelivery: '2026-11-20T08:30:00.000Z', latestDelivery: '2026-11-20T08:58:00.000Z' },
    { latestLogsDelivery: '2026-11-20T08:57:00.000Z', logsDeliveryError: 'Access denied' },
    { latestDelivery: '2026-11-20T08:58:00.000Z', logsDeliveryError: 'Access denied' },
    { latestLogsDelivery: '9999-12-31T23:59:59.999Z', latestDelivery: '9999-12-31T23:59:59.999Z' },
    ...DELIVERY_ERRORS.map((logsDeliveryError) => ({
      latestLogsDelivery: '2026-11-17T08:57:00.000Z',
      logsDeliveryError,
    })),
  );

/** Account policies: mostly none, for all log groups or for those of trailmend. */
function retentionPolicies({ logGroupPrefix: prefix }: Settings): fc.Arbitrary<Account['retentionPolicies']> {
  return often<Account['retentionPolicies']>(
    undefined,
    { baseline: { days: 30 } },
    { baseline: { days: 90, prefix }, trails: { days: 3653, prefix: FOREIGN_GROUP } },
    { 'for ever': {} },
  );
}

function groupFor(id: TrailId): fc.Arbitrary<AccountGroup> {
  return fc
    .record({
      class: often<AccountGroup['class']>('STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY', 'ESSENTIALS', 'OF_LATER'),
      retentionDays: fc.constantFrom(undefined, 1, 30, 365, 3653),
      createdMs: fc.constantFrom(undefined, 0, Date.parse('2026-11-20T08:55:00Z')),
      owner: often(id.arn, `${id.arn}-2`, undefined),
      metricFilters: fc.constantFrom(undefined, WATCHED, { ...WATCHED, ...CHANGED }, { theirs: FOREIGN_FILTER }),
    })
    .map(
      ({ class: groupClass, retentionDays, createdMs, owner, metricFilters }): AccountGroup => ({
        class: groupClass,
        ...(retentionDays !== undefined && { retentionDays }),
        ...(createdMs !== undefined && { createdMs }),
        ...(metricFilters && { metricFilters: structuredClone(metricFilters) }),
        tags: { ...(owner !== undefined && { [TRAIL_TAG]: owner }) },
      }),
    );
}

function roleFor(id: TrailId, settings: Settings): fc.Arbitrary<AccountRole | undefined> {
  const [group] = logGroupNames(id, settings.logGroupPrefix);
  const other = { policies: { [DELIVERY_POLICY_NAME]: JSON.parse(deliveryPolicy(id, FOREIGN_GROUP)) } };
  const { boundaryArn: _none, ...boundless } = usableRole(id, settings, {});
  return fc.oneof(
    fc.constantFrom(
      undefined,
      usableRole(id, settings, { policies: { [DELIVERY_POLICY_NAME]: JSON.parse(deliveryPolicy(id, group)) } }),
      usableRole(id, settings, other),
      usableRole(id, settings, {}),
      usableRole(id, settings, { trust: { Version: '2012-10-17', Statement: [] } }),
      usableRole(id, settings, { boundaryArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
      usableRole(id, settings, { path: '/' }),
      usableRole(id, settings, { policies: { more: { Statement: [] } } }),
      boundless,
    ),
    foreignRole(id),
  );
}

const DENYING = { Statement: [{ Effect: 'Deny', Action: 'logs:PutLogEvents', Resource: '*' }] };

/** The role with which the owner integrated the trail: valid, or with one defect. */
function ownerRole(id: TrailId): fc.Arbitrary<AccountRole> {
  const valid: AccountRole = {
    path: '/service-role/',
    trust: JSON.parse(TRUST_DOCUMENT),
    tags: {},
    policies: { x: JSON.parse(deliveryPolicy(id, FOREIGN_GROUP)) },
  };
  const [statement] = JSON.parse(TRUST_DOCUMENT).Statement;
  const trusting = (...statements: readonly unknown[]) => ({ ...valid, trust: { Statement: statements } });
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(valid) },
    {
      weight: 4,
      arbitrary: fc.constantFrom<AccountRole>(
        trusting({ ...statement, Principal: { Service: 'ec2.amazonaws.com' } }),
        trusting({ ...statement, Condition: { StringEquals: { 'aws:SourceAccount': id.account } } }),
        trusting({ ...statement, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }),
        trusting(statement, { ...statement, Effect: 'Deny' }),
        { ...valid, policies: {} },
        { ...valid, policies: { ...valid.policies, deny: DENYING } },
        { ...valid, simulatedAsForbidden: true },
      ),
    },
  );
}

function foreignRole(id: TrailId): fc.Arbitrary<AccountRole> {
  return fc.constantFrom({}, { [TRAIL_TAG]: `${id.arn}-2` }).map((tags) => ({
    path: '/trailmend/',
    trust: JSON.parse(TRUST_DOCUMENT),
    tags: { ...tags },
    policies: {},
  }));
}

function usableRole(id: TrailId, settings: Settings, changes: Partial<AccountRole>): AccountRole {
  return {
    path: '/trailmend/',
    trust: JSON.parse(TRUST_DOCUMENT),
    boundaryArn: settings.deliveryRoleBoundaryArn,
    tags: { [TRAIL_TAG]: id.arn },
    policies: {},
    ...changes,
  };
}

function present<T>(entries: readonly (readonly [string, T | undefined])[]): Record<string, T> {
  const existing = entries.flatMap(([name, value]): [string, T][] => (value === undefined ? [] : [[name, value]]));
  return Object.fromEntries(existing);
}
