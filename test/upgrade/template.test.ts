import { beforeAll, describe, expect, test } from '@jest/globals';
import { deployed } from '../infra/deployed.ts';
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

test('the role of the function stays within its IAM quota while it has the policies of both versions', () => {
  const values = { MetricFilters: 'cis', OrganizationTrails: 'true', ForwarderRegions: 'eu-west-1' };
  const sizes = new Map<string, number>();
  for (const [id, size] of [previous, current].flatMap((template) => policySizes(deployed(template, values)))) {
    sizes.set(id, Math.max(sizes.get(id) ?? 0, size));
  }
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(6000);
  // The IAM quota on the inline policies of a role, with room for the real values of references.
  expect(total).toBeLessThan(10_240 - 1000);
});

/** The characters of the inline policies of the function's role, by their names. */
function policySizes(resources: Readonly<Record<string, Resource>>): readonly (readonly [string, number])[] {
  const own = resources['FunctionRole']?.Properties['Policies'] ?? [];
  const attached = Object.values(resources)
    .filter(({ Type, Properties }) => Type === 'AWS::IAM::Policy' && Properties['Roles'].includes('ref:FunctionRole'))
    .map(({ Properties }) => Properties);
  return [...own, ...attached].map(({ PolicyName, PolicyDocument }) => [
    PolicyName,
    JSON.stringify(PolicyDocument).length,
  ]);
}

/** The logical IDs by the fixed names. */
function namedIn(template: AnyTemplate): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(deployed(template, { ...VALUES, HubRegion: 'us-east-1' })).flatMap(([id, { Type, Properties }]) => {
      const { Name = undefined, [`${Type.split('::')[2]}Name`]: name = Name } = Properties ?? {};
      return typeof name === 'string' && Type !== 'AWS::IAM::Policy' ? [[`${Type} ${name}`, id] as const] : [];
    }),
  );
}
