import { describe, expect, test } from '@jest/globals';
import { forwardedChangePattern, trailChangePattern } from '../../../lambda/events/event-pattern.ts';
import { matches } from '../../infra/event-pattern.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const CLOUDTRAIL = ['CreateTrail', 'UpdateTrail', 'StopLogging', 'StartLogging'];
const ALSO = ['PutEventSelectors', 'DeleteTrail', 'AddTags', 'RemoveTags'];
const BLINDING = ['StopLogging', 'DeleteTrail', 'UpdateTrail'];
const DENIALS = [
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'Client.AccessDenied',
  'Client.UnauthorizedOperation',
];

/** A call to a service of AWS as EventBridge tells it. */
function call(service: string, eventName: string, errorCode?: string) {
  return {
    source: `aws.${service}`,
    'detail-type': 'AWS API Call via CloudTrail',
    account: ACCOUNT,
    region: REGION,
    detail: { eventSource: `${service}.amazonaws.com`, eventName, ...(errorCode !== undefined && { errorCode }) },
  };
}

const isHeard = (event: object): boolean => matches(trailChangePattern(ACCOUNT), event);
const heard = (service: string, errorCode?: string) => (name: string) => isHeard(call(service, name, errorCode));

describe('the rule hears', () => {
  test('of every call that can change whether a trail is integrated', () => {
    expect([...CLOUDTRAIL, ...ALSO].filter(heard('cloudtrail'))).toEqual([...CLOUDTRAIL, ...ALSO]);
    expect(isHeard(call('logs', 'DeleteLogGroup'))).toBe(true);
  });

  test.each(DENIALS)('of an attempt to blind a trail that AWS denied as %s', (code) => {
    expect(BLINDING.filter(heard('cloudtrail', code))).toEqual(BLINDING);
  });
});

describe('the rule does not hear', () => {
  test('of an attempt that failed for another reason, or that would have blinded no trail', () => {
    const all = [...CLOUDTRAIL, ...ALSO];
    expect(all.filter(heard('cloudtrail', 'TrailNotFoundException'))).toEqual([]);
    expect(all.filter(heard('cloudtrail', ''))).toEqual([]);
    expect(all.filter((name) => !BLINDING.includes(name)).filter(heard('cloudtrail', 'AccessDenied'))).toEqual([]);
    expect(isHeard(call('logs', 'DeleteLogGroup', 'AccessDenied'))).toBe(false);
  });

  test('of other calls', () => {
    expect(isHeard(call('cloudtrail', 'GetTrail'))).toBe(false);
    expect(isHeard(call('logs', 'CreateLogGroup'))).toBe(false);
    expect(isHeard(call('cloudtrail', 'DeleteLogGroup'))).toBe(false);
    expect(isHeard(call('logs', 'StopLogging'))).toBe(false);
    expect(isHeard(call('logs', 'StopLogging', 'AccessDenied'))).toBe(false);
  });

  test.each([
    ['another source', { source: 'custom.app' }],
    ['another kind of event', { 'detail-type': 'AWS Service Event via CloudTrail' }],
    ['another account', { account: '999988887777' }],
  ])('of %s', (_name, change) => expect(isHeard({ ...call('cloudtrail', 'StopLogging'), ...change })).toBe(false));
});

test('a forwarder hears the same of its own region alone, and the hub of all', () => {
  const stop = call('cloudtrail', 'StopLogging');
  const forwarded = forwardedChangePattern(ACCOUNT, REGION);
  expect(matches(forwarded, stop)).toBe(true);
  expect(matches(forwarded, { ...stop, region: 'us-east-1' })).toBe(false);
  expect(matches(forwarded, call('cloudtrail', 'GetTrail'))).toBe(false);
  expect(isHeard({ ...stop, region: 'us-east-1' })).toBe(true);
});
