import { beforeAll, describe, expect, test } from '@jest/globals';
import { deployed } from '../infra/deployed.ts';
import { type AnyTemplate, type Resource, synthesized } from '../infra/synthesis.ts';
import { previousTemplate } from './previous-template.ts';

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
  previous = JSON.parse(await previousTemplate());
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
