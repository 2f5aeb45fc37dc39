import { beforeAll, describe, expect, test } from '@jest/globals';
import { deployed } from '../infra/deployed.ts';
import { LONGEST_PLACE } from '../infra/longest-names.ts';
import { longestValues, policySizes, ROLE_POLICY_QUOTA, totalOf } from '../infra/policy-sizes.ts';
import { type AnyTemplate, type Resource, synthesized } from '../infra/synthesis.ts';
import { previousTemplates } from './previous-templates.ts';

/**
 * The resources that contain data, or whose names others know, with the properties whose change
 * replaces them. Source: CloudFormation template reference, "Update requires: Replacement".
 */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  Ledger: ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
  RemediatorLog: ['LogGroupName'],
  DeliveryRoleBoundary: ['ManagedPolicyName', 'Path', 'Description'],
  StackDeliveryRole: ['RoleName', 'Path'],
  FunctionRole: ['RoleName', 'Path'],
  RemediatorFunction: ['FunctionName', 'PackageType'],
  RemediatorFailureQueue: ['QueueName', 'FifoQueue'],
  UndeliveredQueue: ['QueueName', 'FifoQueue'],
  Topic: ['TopicName', 'FifoTopic'],
  TopicEmail: ['TopicArn', 'Protocol', 'Endpoint'],
};
// With the resources of every condition.
const VALUES = { NotificationEmail: 'you@example.com', DeliveryRole: 'stack', MetricFilters: 'cis' };

let previous: AnyTemplate;
let current: AnyTemplate;
beforeAll(async () => {
  previous = JSON.parse((await previousTemplates()).hub);
  current = (await synthesized()).alone.template as unknown as AnyTemplate;
});

const resource = (template: AnyTemplate, id: string): Resource | undefined => deployed(template, VALUES)[id];
const chosen = (properties: Resource['Properties'] | undefined, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, properties?.[name]]));

describe.each(Object.entries(KEPT))('an upgrade keeps %s', (id, names) => {
  test('with its type and its deletion policy', () => {
    const { Type, DeletionPolicy, UpdateReplacePolicy } = resource(previous, id) ?? {};
    expect(Type).toBeDefined();
    expect(resource(current, id)).toMatchObject({
      Type,
      ...(DeletionPolicy !== undefined && { DeletionPolicy }),
      ...(UpdateReplacePolicy !== undefined && { UpdateReplacePolicy }),
    });
  });

  test(`without a change of ${names.join(', ')}, which would replace it`, () => {
    const before = chosen(resource(previous, id)?.Properties, names);
    expect(chosen(resource(current, id)?.Properties, names)).toEqual(before);
  });
});

test('an upgrade deletes no other resource that contains data', () => {
  const holders = Object.entries(deployed(previous, VALUES)).filter(([, { Type }]) =>
    /::(Table|LogGroup|Queue|Topic|Subscription|ManagedPolicy|Function)$/.test(Type),
  );
  expect(holders.map(([id]) => id).filter((id) => !(id in KEPT))).toEqual([]);
});

test('every parameter stays, so that an upgrade can keep its value, and a new one has a default', () => {
  const before = Object.keys(previous.Parameters ?? {}).filter((name) => name !== 'ForwarderRegions');
  const now = Object.entries(current.Parameters ?? {});
  expect(before.filter((name) => !now.some(([other]) => other === name))).toEqual([]);
  const added = now.filter(([name]) => !before.includes(name) && name !== 'BootstrapVersion');
  expect(added.filter(([, { Default }]) => Default === undefined)).toEqual([]);
});

test('no name goes to a resource with another logical ID, which CloudFormation would create before it deletes the first', async () => {
  const { stacks } = (await synthesized()).forwarded;
  const versions = [
    [previous, current],
    [JSON.parse((await previousTemplates()).forwarder), stacks['TrailmendForwarder-eu-west-1']?.template],
  ];
  const moved = versions.flatMap(([before, after]) => {
    const names = namedIn(after);
    return [...namedIn(before)].filter(([name, id]) => names.has(name) && names.get(name) !== id);
  });
  expect(moved).toEqual([]);
  expect(namedIn(previous).size).toBeGreaterThan(5);
});

/** The characters of the function's policies before an upgrade, and with those of both versions. */
function policiesDuringUpgrade(values: Readonly<Record<string, string>>) {
  const [before, after] = [previous, current].map((template) =>
    policySizes('FunctionRole', deployed(template, { ...LONGEST_PLACE, ...values })),
  );
  const during = new Map(before);
  for (const [name, size] of after ?? []) during.set(name, Math.max(during.get(name) ?? 0, size));
  return { before: totalOf(before ?? []), during: totalOf(during) };
}

test.each(['per-trail', 'stack'])(
  'an upgrade with DeliveryRole %s and the same values needs no more of the IAM quota than the previous version',
  (DeliveryRole) => {
    const longest = { ...longestValues(previous.Parameters ?? {}), DeliveryRole };
    const known = Object.entries(longest).filter(([name]) => name in (previous.Parameters ?? {}));
    const { before, during } = policiesDuringUpgrade(Object.fromEntries(known));
    expect(before).toBeGreaterThan(8000);
    expect(during).toBeLessThanOrEqual(before);
  },
);

test('an upgrade may turn everything on while the role of the function has the policies of both versions', () => {
  const { LogGroupPrefix, PermissionsBoundaryArn, ...values } = longestValues(current.Parameters ?? {});
  const { before, during } = policiesDuringUpgrade(values);
  expect(during).toBeGreaterThan(before);
  expect(during).toBeLessThanOrEqual(ROLE_POLICY_QUOTA);
});

/** The logical IDs by the fixed names. */
function namedIn(template: AnyTemplate): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(deployed(template, { ...VALUES, HubRegion: 'us-east-1' })).flatMap(([id, { Type, Properties }]) => {
      const { Name = undefined, [`${Type.split('::')[2]}Name`]: name = Name } = Properties ?? {};
      return typeof name === 'string' && Type !== 'AWS::IAM::Policy' ? [[`${Type} ${name}`, id] as const] : [];
    }),
  );
}
