import {
  type AdvancedFieldSelector,
  CloudTrailClient,
  type EventSelector,
  GetEventSelectorsCommand,
} from '@aws-sdk/client-cloudtrail';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { readEventSelectors } from '../../../../lambda/aws/read/event-selectors.ts';
import { ID, PERFECT_TRAIL, read, selecting } from '../../../support/perfect-trail.ts';
import { mocked } from '../mocked.ts';

const cloudTrail = mocked(CloudTrailClient);
const clients = clientsFor('eu-west-1');
const SELECTING = { ...PERFECT_TRAIL, hasCustomEventSelectors: true };

beforeEach(() => {
  cloudTrail.reset();
});

test('a trail without selectors of its own records what every trail does, and is not asked about', async () => {
  const facts = await readEventSelectors(clients, ID, PERFECT_TRAIL);
  expect(facts).toEqual(selecting({}));
  expect(cloudTrail.calls()).toHaveLength(0);
});

test('asks by ARN in the home region', async () => {
  cloudTrail.on(GetEventSelectorsCommand).resolves({ EventSelectors: [{}] });
  await readEventSelectors(clients, ID, SELECTING);
  const [call] = cloudTrail.commandCalls(GetEventSelectorsCommand);
  expect(call?.args[0].input).toEqual({ TrailName: ID.arn });
  expect(await call?.thisValue.config.region()).toBe(ID.region);
});

describe('selectors in words', () => {
  const field = (Field: string, ...Equals: string[]) => ({ Field, Equals });
  test.each([
    [
      'basic ones that say nothing of management events record them',
      { EventSelectors: [{ ReadWriteType: 'All' as const }] },
      { managementEvents: 'all', dataEvents: [] },
    ],
    [
      'basic ones with data resources and without management events',
      {
        EventSelectors: [
          {
            IncludeManagementEvents: false,
            DataResources: [
              { Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::vault/', 'arn:aws:s3:::safe/'] },
              { Type: 'AWS::Lambda::Function' },
            ],
          },
        ],
      },
      {
        managementEvents: 'none',
        dataEvents: ['AWS::S3::Object (arn:aws:s3:::vault/, arn:aws:s3:::safe/)', 'AWS::Lambda::Function'],
      },
    ],
    [
      'basic ones of which one records management events',
      { EventSelectors: [{ IncludeManagementEvents: false }, { IncludeManagementEvents: true }] },
      { managementEvents: 'all', dataEvents: [] },
    ],
    [
      'advanced ones of every category',
      {
        AdvancedEventSelectors: [
          { FieldSelectors: [field('eventCategory', 'Management'), field('readOnly', 'false')] },
          { FieldSelectors: [field('eventCategory', 'Data'), field('resources.type', 'AWS::DynamoDB::Table')] },
          { FieldSelectors: [field('eventCategory', 'NetworkActivity'), field('eventSource', 'kms.amazonaws.com')] },
        ],
      },
      { managementEvents: 'write-only', dataEvents: ['AWS::DynamoDB::Table', 'network activity (kms.amazonaws.com)'] },
    ],
    [
      'advanced ones without management events, and one of an unknown category',
      {
        AdvancedEventSelectors: [
          { FieldSelectors: [field('eventCategory', 'Data'), field('resources.type', 'AWS::S3::Object')] },
          { FieldSelectors: [field('eventCategory', 'Tomorrow'), { Field: 'readOnly' }] },
          { FieldSelectors: undefined },
        ],
      },
      { managementEvents: 'none', dataEvents: ['AWS::S3::Object'] },
    ],
  ])('%s', async (_name, answer, expected) => {
    cloudTrail.on(GetEventSelectorsCommand).resolves(answer);
    expect(await readEventSelectors(clients, ID, SELECTING)).toMatchObject(read(expected));
  });
});

describe('the management events that selectors record', () => {
  const basic = (...EventSelectors: EventSelector[]) => ({ EventSelectors });
  const advanced = (...selectors: AdvancedFieldSelector[][]) => ({
    AdvancedEventSelectors: selectors.map((fields) => ({ FieldSelectors: fields })),
  });
  const management = { Field: 'eventCategory', Equals: ['Management'] };
  const readOnly = (...Equals: string[]) => ({ Field: 'readOnly', Equals });
  const source = (operators: Omit<AdvancedFieldSelector, 'Field'>) => ({ Field: 'eventSource', ...operators });
  test.each<[string, ReturnType<typeof basic> | ReturnType<typeof advanced>]>([
    ['all', basic({})],
    ['all', basic({ ReadWriteType: 'All', ExcludeManagementEventSources: ['kms.amazonaws.com'] })],
    ['all', basic({ ReadWriteType: 'ReadOnly' }, { ReadWriteType: 'WriteOnly' })],
    ['write-only', basic({ ReadWriteType: 'WriteOnly' })],
    ['read-only', basic({ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true })],
    ['read-only', basic({ ReadWriteType: 'ReadOnly' }, { IncludeManagementEvents: false })],
    ['partial', basic({ ExcludeManagementEventSources: ['iam.amazonaws.com'] })],
    ['partial', basic({ ReadWriteType: 'Tomorrow' as 'All' })],
    ['none', basic({ IncludeManagementEvents: false, ReadWriteType: 'All' })],
    ['all', advanced([management])],
    ['all', advanced([management, readOnly('true', 'false')])],
    ['all', advanced([management, readOnly('true')], [management, readOnly('false')])],
    ['all', advanced([management, source({ NotEquals: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'] })])],
    ['write-only', advanced([management, readOnly('false')])],
    ['read-only', advanced([management, readOnly('true')])],
    ['partial', advanced([management, source({ Equals: ['iam.amazonaws.com'] })])],
    ['partial', advanced([management, source({ NotEquals: ['iam.amazonaws.com'] })])],
    ['partial', advanced([management, source({ StartsWith: ['i'] })])],
    ['partial', advanced([management, { Field: 'eventName', NotEquals: ['StopLogging'] }])],
    ['partial', advanced([management, { Field: 'readOnly', NotEquals: ['true'] }])],
    ['read-only', advanced([management, readOnly('true'), { Field: 'eventName', Equals: ['GetTrail'] }])],
    ['none', advanced([{ Field: 'eventCategory', Equals: ['Data'] }])],
    ['none', advanced([readOnly('false')])],
  ])('%s: %j', async (managementEvents, answer) => {
    cloudTrail.on(GetEventSelectorsCommand).resolves(answer);
    expect(await readEventSelectors(clients, ID, SELECTING)).toMatchObject(read({ managementEvents }));
  });
});

describe("the trail's own selectors, as PutEventSelectors takes them", () => {
  const basic = [{ ReadWriteType: 'WriteOnly' as const, IncludeManagementEvents: true, DataResources: [] }];
  const advanced = [{ Name: 'all', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }];
  test.each([
    ['basic', { EventSelectors: basic }, basic],
    ['advanced', { EventSelectors: [], AdvancedEventSelectors: advanced }, advanced],
  ])('%s', async (kind, answer, expected) => {
    cloudTrail.on(GetEventSelectorsCommand).resolves(answer);
    const facts = await readEventSelectors(clients, ID, SELECTING);
    expect(facts).toMatchObject(read({ own: { kind, json: JSON.stringify(expected) } }));
  });
});

test('an answer of another shape is unread', async () => {
  const EventSelectors = 'all' as unknown as [];
  cloudTrail.on(GetEventSelectorsCommand).resolves({ EventSelectors });
  expect(await readEventSelectors(clients, ID, SELECTING)).toMatchObject({
    read: false,
    why: expect.stringContaining('does not understand'),
  });
});

test('an answer without selectors is unread, and so is a refusal', async () => {
  cloudTrail.on(GetEventSelectorsCommand).resolves({ EventSelectors: [] });
  expect(await readEventSelectors(clients, ID, SELECTING)).toEqual({
    read: false,
    why: 'AWS did not return it',
  });
  cloudTrail
    .on(GetEventSelectorsCommand)
    .rejects(Object.assign(new Error('not allowed'), { name: 'AccessDeniedException' }));
  expect(await readEventSelectors(clients, ID, SELECTING)).toEqual({
    read: false,
    why: 'GetEventSelectors returned AccessDeniedException: "not allowed"',
  });
});
