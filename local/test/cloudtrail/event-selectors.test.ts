import { describe, expect, test } from '@jest/globals';
import { checkEventSelectors } from '../../cloudtrail/event-selectors.ts';
import { SimulatedAccount } from './simulated-account.ts';

const MANAGEMENT = { Field: 'eventCategory', Equals: ['Management'] };
const DATA = { Field: 'eventCategory', Equals: ['Data'] };
const OBJECTS = { Field: 'resources.type', Equals: ['AWS::S3::Object'] };
const basic = (selector: object) => ({ EventSelectors: [{}, selector] });
const advanced = (...FieldSelectors: object[]) => ({ AdvancedEventSelectors: [{ Name: 'one', FieldSelectors }] });
const data = (Type: string, ...Values: string[]) => basic({ DataResources: [{ Type, Values }] });

describe('accepts', () => {
  test.each([
    basic({ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }),
    basic({ IncludeManagementEvents: false, DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }),
    basic({ ExcludeManagementEventSources: ['kms.amazonaws.com'] }),
    data('AWS::S3::Object', 'arn:aws:s3:::', 'arn:aws:s3:::orders/', 'arn:aws-cn:s3:::orders/2026'),
    data('AWS::Lambda::Function', 'arn:aws:lambda', 'arn:aws:lambda:us-east-1:111122223333:function:orders'),
    data('AWS::DynamoDB::Table', 'arn:aws:dynamodb', 'arn:aws:dynamodb:us-east-1:111122223333:table/orders'),
    advanced(MANAGEMENT),
    advanced(
      MANAGEMENT,
      { Field: 'readOnly', Equals: ['false'] },
      { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] },
    ),
    advanced(DATA, OBJECTS, { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::orders/'] }),
  ])('%j', (input) => expect(checkEventSelectors(input)).toBeUndefined());
});

describe('refuses', () => {
  test.each([
    [basic({ ReadWriteType: 'Writes' }), 'Value Writes for ReadWriteType is invalid.'],
    [basic({ IncludeManagementEvents: false }), 'DataResources must not be empty.'],
    [basic({ IncludeManagementEvents: 'no' }), 'not valid'],
    [basic({ ExcludeManagementEventSources: ['s3.amazonaws.com'] }), 'for ExcludeManagementEventSources is invalid.'],
    [data('AWS::SNS::Topic', 'arn:aws:sns'), 'Value AWS::SNS::Topic for DataResources.Type is invalid.'],
    [data('AWS::S3::Object', 'arn:aws:s3:::*'), 'Value arn:aws:s3:::* for DataResources.Values is invalid.'],
    [data('AWS::Lambda::Function', 'arn:aws:lambda:*'), 'Value arn:aws:lambda:* for DataResources.Values is invalid.'],
    [advanced({ Field: 'eventSource', Equals: ['s3.amazonaws.com'] }), 'Field eventCategory must equal'],
    [advanced({ Field: 'eventCategory', NotEquals: ['Data'] }), 'Field eventCategory must equal'],
    [advanced(MANAGEMENT, { Field: 'eventname', Equals: ['x'] }), 'Field eventname is invalid.'],
    [advanced(MANAGEMENT, { Field: 'eventName' }), 'Field eventName needs an operator'],
    [advanced(MANAGEMENT, { Field: 'readOnly', Equals: ['yes'] }), 'Field readOnly must equal'],
    [advanced(DATA), 'Field resources.type must equal'],
    [{ AdvancedEventSelectors: [{}] }, 'not valid'],
  ])('%j', (input, message) => {
    expect(checkEventSelectors(input)).toEqual({
      code: 'InvalidEventSelectorsException',
      message: expect.stringContaining(message),
    });
  });
});

test('PutEventSelectors checks the selectors of a trail that exists', async () => {
  const account = new SimulatedAccount();
  account.trail();
  const put = (TrailName: string, selectors: object) => account.call('PutEventSelectors', { TrailName, ...selectors });
  expect(await put('audit', advanced(MANAGEMENT))).toEqual({});
  expect(await put('audit', advanced())).toMatch(/^InvalidEventSelectorsException: Field eventCategory/);
  expect(await put('other', advanced())).toMatch(/^TrailNotFoundException/);
});
