import { CloudTrailClient, GetEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { readEventSelectors } from '../../../../lambda/aws/read/event-selectors.ts';
import { ID, PERFECT_TRAIL, read } from '../../../support/perfect-trail.ts';
import { mocked } from '../mocked.ts';

const cloudTrail = mocked(CloudTrailClient);
const clients = clientsFor('eu-west-1');
const SELECTING = { ...PERFECT_TRAIL, hasCustomEventSelectors: true };

beforeEach(() => {
  cloudTrail.reset();
});

test('a trail without selectors of its own records what every trail does, and is not asked about', async () => {
  const facts = await readEventSelectors(clients, ID, PERFECT_TRAIL);
  expect(facts).toEqual(read({ logsManagementEvents: true, dataEvents: [] }));
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
      { logsManagementEvents: true, dataEvents: [] },
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
        logsManagementEvents: false,
        dataEvents: ['AWS::S3::Object (arn:aws:s3:::vault/, arn:aws:s3:::safe/)', 'AWS::Lambda::Function'],
      },
    ],
    [
      'basic ones of which one records management events',
      { EventSelectors: [{ IncludeManagementEvents: false }, { IncludeManagementEvents: true }] },
      { logsManagementEvents: true, dataEvents: [] },
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
      { logsManagementEvents: true, dataEvents: ['AWS::DynamoDB::Table', 'network activity (kms.amazonaws.com)'] },
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
      { logsManagementEvents: false, dataEvents: ['AWS::S3::Object'] },
    ],
  ])('%s', async (_name, answer, expected) => {
    cloudTrail.on(GetEventSelectorsCommand).resolves(answer);
    expect(await readEventSelectors(clients, ID, SELECTING)).toMatchObject(read(expected));
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
    why: 'GetEventSelectors returned AccessDeniedException: not allowed',
  });
});
