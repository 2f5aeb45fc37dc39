import { beforeAll, expect, test } from '@jest/globals';
import { type AnyTemplate, synthesized } from './synthesis.ts';

/** The properties that give a resource its name, by its type. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
};

let hub: AnyTemplate;
let forwarder: AnyTemplate;
beforeAll(async () => {
  const { stacks } = (await synthesized()).forwarded;
  hub = stacks['Trailmend']?.template as AnyTemplate;
  forwarder = stacks['TrailmendForwarder-eu-west-1']?.template as AnyTemplate;
});

/** The fixed names by logical IDs. */
function fixedNames({ Resources }: AnyTemplate): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
      const name = Properties?.[NAMES[Type] ?? ''];
      return name === undefined ? [] : [[id, name]];
    }),
  );
}

/** What CloudFormation creates before a resource. */
function createdBefore({ Resources }: AnyTemplate, id: string, known = new Set<string>()): ReadonlySet<string> {
  const direct = JSON.stringify(Resources[id]).matchAll(/"([A-Za-z0-9]+)"/g);
  for (const [, other = ''] of direct) {
    if (other in Resources && other !== id && !known.has(other)) createdBefore({ Resources }, other, known.add(other));
  }
  return known;
}

test('these are all types of resources whose names are fixed', () => {
  const named = [hub, forwarder].flatMap(({ Resources }) =>
    Object.values(Resources).flatMap(({ Type, Properties }) => {
      const { Name, [`${Type.split('::')[2]}Name`]: name = Name } = Properties ?? {};
      return name === undefined ? [] : [Type];
    }),
  );
  // The name of an inline policy is unique in its role only.
  expect([...new Set(named)].filter((type) => type !== 'AWS::IAM::Policy').toSorted()).toEqual(
    Object.keys(NAMES).toSorted(),
  );
});

test('the hub creates nothing with a fixed name before its role, at whose name a second hub fails', () => {
  const { FunctionRole, ...others } = fixedNames(hub);
  expect(FunctionRole).toBe('trailmend-function');
  expect(Object.keys(others)).toEqual(expect.arrayContaining(['Chat', 'SweepsGroup', 'TrailChanges', 'WatchRoles']));
  const unprotected = Object.keys(others).filter((id) => !createdBefore(hub, id).has('FunctionRole'));
  expect(unprotected).toEqual([]);
});

test('a forwarder creates nothing with a fixed name before its role, at whose name a second one in the Region fails', () => {
  const { ForwarderRole, ...others } = fixedNames(forwarder);
  expect(ForwarderRole).toBe('TrailmendForwarder-eu-west-1');
  expect(Object.keys(others).toSorted()).toEqual(['TrailChanges', 'UndeliveredQueue', 'Watch']);
  const unprotected = Object.keys(others).filter((id) => !createdBefore(forwarder, id).has('ForwarderRole'));
  expect(unprotected).toEqual([]);
});

test('the event rules of a hub and of a forwarder have one name in common, so that one Region has only one of them', () => {
  const ofHub = Object.values(fixedNames(hub));
  expect(Object.values(fixedNames(forwarder)).filter((name) => ofHub.includes(name))).toEqual([
    'trailmend-trail-changes',
  ]);
});
