import { describe, expect, test } from '@jest/globals';
import type { BusEvent } from '../../events/record.ts';
import { forwardedEvent, targetInput } from '../../events/target-input.ts';

const RULE = { Name: 'watch', Arn: 'arn:aws:events:us-east-1:111122223333:rule/watch', State: 'ENABLED' };
const TARGET = { Id: '1', Arn: 'arn:aws:sns:us-east-1:111122223333:t' };
const EVENT: BusEvent = {
  version: '0',
  id: 'e',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.monitoring',
  account: '111122223333',
  time: '2026-11-20T10:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail: { eventName: 'DeleteAlarms', requestParameters: { alarmNames: ['a', 'b'] }, count: 2 },
};
const transformed = (InputTemplate: string, InputPathsMap: Readonly<Record<string, string>> = {}) =>
  targetInput({ ...TARGET, InputTransformer: { InputTemplate, InputPathsMap } }, EVENT, RULE);

test('a target receives the event', () => {
  expect(JSON.parse(targetInput(TARGET, EVENT, RULE))).toEqual(EVENT);
});

test('a constant input replaces the event', () => {
  expect(targetInput({ ...TARGET, Input: '{"kind":"sweep"}' }, EVENT, RULE)).toBe('{"kind":"sweep"}');
});

describe('an input path', () => {
  test.each([
    ['$.detail.requestParameters', '{"alarmNames":["a","b"]}'],
    ['$.detail.requestParameters.alarmNames[1]', '"b"'],
    ['$.detail-type', '"AWS API Call via CloudTrail"'],
    ['$.detail.missing.member', 'null'],
  ])('%s gives %s', (InputPath, received) => {
    expect(targetInput({ ...TARGET, InputPath }, EVENT, RULE)).toBe(received);
  });
});

describe('an input transformer', () => {
  const paths = { call: '$.detail.eventName', count: '$.detail.count', all: '$.detail.requestParameters' };

  test('puts values into strings as they are, without their quotation marks', () => {
    expect(transformed('"<call>: <count> of <all>"\n"by <nobody>"', { ...paths, nobody: '$.detail.nobody' })).toBe(
      '"DeleteAlarms: 2 of {alarmNames:[a,b]}"\n"by "',
    );
  });

  test('puts values outside of strings as JSON', () => {
    expect(JSON.parse(transformed('{"call": <call>, "all": <all>}', paths))).toEqual({
      call: 'DeleteAlarms',
      all: { alarmNames: ['a', 'b'] },
    });
  });

  test('knows the rule', () => {
    expect(transformed('"<aws.events.rule-name> <aws.events.rule-arn>"')).toBe(`"watch ${RULE.Arn}"`);
  });

  test('with a variable that it does not define is an error', () => {
    expect(() => transformed('"<call>"')).toThrow('has no variable <call>');
  });
});

test('the input of a target that is a bus replaces the detail of the event', () => {
  expect(forwardedEvent(TARGET, EVENT, RULE)).toBe(EVENT);
  expect(forwardedEvent({ ...TARGET, Input: '{"id":"constant"}' }, EVENT, RULE)).toEqual({
    ...EVENT,
    detail: { id: 'constant' },
  });
});
