import { describe, expect, test } from '@jest/globals';
import { forwardedChangePattern, trailChangePattern } from '../../../lambda/events/event-pattern.ts';
import { LOG_GROUP_CALLS } from '../../../lambda/events/log-group-calls.ts';
import { matches } from '../../infra/event-pattern.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const SCOPE = { account: ACCOUNT, logGroupPrefix: '/trailmend/' };
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

const GROUP_ARN = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:`;
const withParameters = (event: ReturnType<typeof call>, requestParameters: object | null) => ({
  ...event,
  detail: { ...event.detail, requestParameters },
});
const isHeard = (event: object): boolean => matches(trailChangePattern(SCOPE), event);
const heard = (service: string, errorCode?: string) => (name: string) => isHeard(call(service, name, errorCode));

describe('the rule hears', () => {
  test('of every call that can change whether a trail is integrated', () => {
    expect([...CLOUDTRAIL, ...ALSO].filter(heard('cloudtrail'))).toEqual([...CLOUDTRAIL, ...ALSO]);
    expect(isHeard(call('logs', 'DeleteLogGroup'))).toBe(true);
  });

  test.each([
    ...Object.entries(LOG_GROUP_CALLS).flatMap(([field, names]) => names.map((name) => [name, field] as const)),
  ])('of %s on a log group of trailmend, named in %s', (name, field) => {
    const group = field === 'resourceArn' ? `${GROUP_ARN}/trailmend/audit` : '/trailmend/audit';
    const on = (group: string) => isHeard(withParameters(call('logs', name), { [field]: group }));
    expect(on(group)).toBe(true);
    expect(on(group.replace('/trailmend/', '/app/'))).toBe(false);
    expect(isHeard(withParameters(call('logs', name, 'AccessDenied'), { [field]: group }))).toBe(false);
    expect(isHeard(withParameters(call('logs', name), null))).toBe(false);
  });

  test('of a policy that masks a log group that is named by its ARN', () => {
    const on = (logGroupIdentifier: string) =>
      isHeard(withParameters(call('logs', 'PutDataProtectionPolicy'), { logGroupIdentifier }));
    expect(on(`${GROUP_ARN}/trailmend/audit`)).toBe(true);
    expect(on(`${GROUP_ARN}/app/trailmend/audit`)).toBe(false);
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
  const forwarded = forwardedChangePattern(SCOPE, REGION);
  expect(matches(forwarded, stop)).toBe(true);
  expect(matches(forwarded, { ...stop, region: 'us-east-1' })).toBe(false);
  expect(matches(forwarded, call('cloudtrail', 'GetTrail'))).toBe(false);
  expect(isHeard({ ...stop, region: 'us-east-1' })).toBe(true);
});
