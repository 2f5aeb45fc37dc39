import { describe, expect, test } from '@jest/globals';
import { eventHistory } from '../../events/event-history.ts';
import { lookupEvents } from '../../events/lookup-events.ts';
import { callWith, DONE } from '../support/call.ts';

const WHERE = { account: '111122223333', region: 'us-east-1' };
const SAM = { type: 'IAMUser', userName: 'sam', arn: 'arn:aws:iam::111122223333:user/sam', accessKeyId: 'AKIASAM' };
const SESSION = { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/worker/shift' };
const ROOT = { type: 'Root', arn: 'arn:aws:iam::111122223333:root' };

const record = (eventID: string, eventName: string, minute: number, more: object = {}) => ({
  eventID,
  eventName,
  eventTime: `2026-02-03T04:${String(minute).padStart(2, '0')}:00Z`,
  eventSource: 'cloudtrail.amazonaws.com',
  readOnly: false,
  userIdentity: SAM,
  requestParameters: { name: 'audit', s3BucketName: 'logs' },
  responseElements: null,
  ...more,
});
const at = (minute: number) => Date.UTC(2026, 1, 3, 4, minute) / 1000;

function history() {
  const events = eventHistory();
  events.add(WHERE, record('1', 'CreateTrail', 1));
  events.add(WHERE, record('3', 'DeleteTrail', 3, { userIdentity: ROOT }));
  // This call was answered after the one that followed it.
  events.add(WHERE, record('2', 'StopLogging', 2, { userIdentity: SESSION }));
  events.add({ ...WHERE, region: 'eu-west-1' }, record('4', 'CreateTrail', 4));
  events.add({ ...WHERE, account: '444455556666' }, record('5', 'CreateTrail', 5));
  return events;
}

async function lookup(input: object = {}, changes: object = {}) {
  const call = callWith({ operation: 'LookupEvents', input: { ...input }, ...changes });
  const answer = await lookupEvents(history(), async () => WHERE.account)(call, async () => DONE);
  return JSON.parse(answer.body.toString('utf8'));
}
const idsOf = async (input: object = {}, changes: object = {}) => {
  const { Events } = await lookup(input, changes);
  return Events.map(({ EventId }: { EventId: string }) => EventId);
};

test('returns the events of the account and the Region, newest first', async () => {
  expect(await idsOf()).toEqual(['3', '2', '1']);
  expect(await idsOf({}, { region: 'eu-west-1' })).toEqual(['4']);
  expect(await idsOf({}, { region: 'eu-west-2' })).toEqual([]);
});

test('returns an event in the shape of the API, with its record', async () => {
  const { Events } = await lookup({ LookupAttributes: [{ AttributeKey: 'EventId', AttributeValue: '1' }] });
  const { CloudTrailEvent, ...event } = Events[0];
  expect(event).toEqual({
    EventId: '1',
    EventName: 'CreateTrail',
    ReadOnly: 'false',
    AccessKeyId: 'AKIASAM',
    EventTime: at(1),
    EventSource: 'cloudtrail.amazonaws.com',
    Username: 'sam',
    Resources: [
      { ResourceType: 'AWS::CloudTrail::Trail', ResourceName: 'audit' },
      { ResourceType: 'AWS::S3::Bucket', ResourceName: 'logs' },
    ],
  });
  expect(JSON.parse(CloudTrailEvent)).toEqual(record('1', 'CreateTrail', 1));
});

test.each([
  ['EventName', 'StopLogging', ['2']],
  ['Username', 'sam', ['1']],
  ['Username', 'shift', ['2']],
  ['Username', 'root', ['3']],
  ['ResourceName', 'audit', ['3', '2', '1']],
  ['ResourceType', 'AWS::S3::Bucket', ['3', '2', '1']],
  ['ResourceName', 'other', []],
  ['EventSource', 'iam.amazonaws.com', []],
  ['AccessKeyId', 'AKIASAM', ['1']],
  ['ReadOnly', 'true', []],
])('finds %s %s', async (AttributeKey, AttributeValue, ids) => {
  expect(await idsOf({ LookupAttributes: [{ AttributeKey, AttributeValue }] })).toEqual(ids);
});

test('returns the events of a time range', async () => {
  expect(await idsOf({ StartTime: at(2) })).toEqual(['3', '2']);
  expect(await idsOf({ EndTime: at(2) })).toEqual(['2', '1']);
  expect(await idsOf({ StartTime: at(2), EndTime: at(2) })).toEqual(['2']);
  expect(await idsOf({ EventCategory: 'insight' })).toEqual([]);
});

test('returns pages, the last one without a token', async () => {
  const first = await lookup({ MaxResults: 2 });
  expect(first.Events).toHaveLength(2);
  const second = await lookup({ MaxResults: 2, NextToken: first.NextToken });
  expect(second).toEqual({ Events: [expect.objectContaining({ EventId: '1' })] });
  expect(await lookup({ MaxResults: 3 })).not.toHaveProperty('NextToken');
});

describe('refuses', () => {
  const attribute = { AttributeKey: 'EventName', AttributeValue: 'x' };
  test.each([
    ['InvalidLookupAttributesException', { LookupAttributes: [attribute, attribute] }],
    ['InvalidLookupAttributesException', { LookupAttributes: [{ ...attribute, AttributeKey: 'eventName' }] }],
    ['InvalidLookupAttributesException', { LookupAttributes: ['x'] }],
    ['InvalidTimeRangeException', { StartTime: at(2), EndTime: at(1) }],
    ['InvalidMaxResultsException', { MaxResults: 0 }],
    ['InvalidMaxResultsException', { MaxResults: 51 }],
    ['InvalidNextTokenException', { NextToken: 'x y' }],
  ])('with %s %j', async (code, input) => expect((await lookup(input)).__type).toBe(code));
});

test('passes other operations on', async () => {
  expect(await lookup({}, { operation: 'GetTrail' })).toEqual({});
});

test('the history keeps the latest 10,000 events of a Region', () => {
  const events = eventHistory();
  for (let id = 0; id <= 10_000; id += 1) events.add(WHERE, record(String(id), 'CreateTrail', 1));
  const kept = events.events(WHERE);
  expect([kept.length, kept[0]?.EventId, kept.at(-1)?.EventId]).toEqual([10_000, '10000', '1']);
});
