import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { trailSubject } from '../../../lambda/core/model/subject.ts';
import { parseTrailArn } from '../../../lambda/core/model/trail-id.ts';
import { parseRequest } from '../../../lambda/events/parse-request.ts';
import { ID } from '../../support/perfect-trail.ts';
import { callWithoutResponse, eventWith, failedCall, logGroupDeleted } from '../app/trail-events.ts';

const SELF = {
  partition: 'aws',
  functionRoleArn: 'arn:aws:iam::111122223333:role/trailmend-function/trailmend-function',
};
const IN_CHINA = { partition: 'aws-cn', functionRoleArn: SELF.functionRoleArn.replace('aws', 'aws-cn') };
const TRAIL = ID.arn;

const requested = (input: unknown) => parseRequest(input, SELF);

describe('a sweep', () => {
  test('is asked for by its kind, of all regions or of some', () => {
    expect(requested({ kind: 'sweep' })).toEqual({ kind: 'sweep' });
    const regions = ['us-east-1', 'us-gov-west-1', 'us-isob-east-1'];
    expect(requested({ kind: 'sweep', regions })).toEqual({ kind: 'sweep', regions });
  });

  test('says when it was due; one whose time is invalid is a sweep all the same', () => {
    const due = '2026-11-20T09:00:00.000Z';
    expect(requested({ kind: 'sweep', due: '2026-11-20T09:00:00Z' })).toEqual({ kind: 'sweep', due });
    expect(requested({ kind: 'sweep', due: '<aws.scheduler.scheduled-time>' })).toEqual({ kind: 'sweep' });
  });
});

describe('an input that a person wrote, and that the function does not take', () => {
  test.each([
    { kind: 'sweep', regions: [] },
    { kind: 'sweep', regions: 'us-east-1' },
    { kind: 'sweep', regions: ['us-east-1', 'Ireland'] },
    { kind: 'sweep', region: 'us-east-1' },
    { kind: 'swep' },
    [],
    ['sweep'],
    null,
    'sweep',
    { trail: 'audit' },
    { source: 'aws.cloudtrail', detail: {} },
  ])('%j is invalid: it is named, with what the function takes', (input) => {
    expect(requested(input)).toEqual({
      kind: 'invalid',
      detail: `The input ${JSON.stringify(input)} is invalid. The function takes an event of EventBridge, {"kind":"sweep"}, {"kind":"sweep","regions":["us-east-1"]}, or {} for the smoke test.`,
    });
  });

  test('is quoted in part when it is long', () => {
    const { detail } = requested({ kind: 'x'.repeat(10_000) }) as { readonly detail: string };
    expect(detail).toMatch(/^The input \{"kind":"x+ is invalid/);
    expect(detail.length).toBeLessThan(600);
  });
});

describe('a change of a trail', () => {
  test('UpdateTrail in the console names the trail by its ARN', () => {
    expect(requested(eventWith({}))).toEqual({
      kind: 'remediate',
      id: ID,
      trigger: {
        kind: 'event',
        eventName: 'UpdateTrail',
        eventId: '3f8c1d5e-0c1a-4a57-9d0b-2f6f3f0f7a11',
        eventTime: '2026-11-20T09:00:00Z',
        actor: {
          type: 'IAMUser',
          name: 'arn:aws:iam::111122223333:user/dana',
          sourceIp: '198.51.100.7',
          tool: 'the AWS console',
        },
      },
    });
  });

  test('StopLogging by the short name and without an answer: region and account of the event make the ARN', () => {
    expect(requested(callWithoutResponse('StopLogging'))).toMatchObject({
      kind: 'remediate',
      id: ID,
      trigger: { eventName: 'StopLogging', tampering: 'stopped' },
    });
  });

  test('the short name is in the partition of the function', () => {
    const event = eventWith({ awsRegion: 'cn-north-1', requestParameters: { name: 'audit' }, responseElements: null });
    expect(parseRequest(event, IN_CHINA)).toMatchObject({
      id: { arn: 'arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/audit', partition: 'aws-cn' },
    });
  });

  test('the ARN of the answer goes before the name that was asked for, and may be of the management account', () => {
    const arn = 'arn:aws:cloudtrail:us-west-2:444455556666:trail/org';
    const event = eventWith({ requestParameters: { name: 'audit' }, responseElements: { trailARN: arn } });
    expect(requested(event)).toMatchObject({ id: { arn, account: '444455556666', region: 'us-west-2' } });
  });

  test.each([
    ['of the event', {}, { account: '444455556666' }],
    ['of the record', { recipientAccountId: '444455556666' }, {}],
  ])('an event is ignored if the account %s is not that of the function', (_what, call, event) => {
    expect(requested(eventWith(call, event))).toEqual({
      kind: 'ignored',
      why: 'foreign-account',
      detail: 'UpdateTrail in account 444455556666',
    });
  });

  test('a trail of another partition is no trail', () => {
    const name = 'arn:aws-us-gov:cloudtrail:us-gov-west-1:111122223333:trail/audit';
    const event = eventWith({ requestParameters: { name }, responseElements: null });
    expect(requested(event)).toMatchObject({ kind: 'ignored', why: 'no-trail' });
  });

  test.each([
    ['CreateTrail', 'name', 'audit'],
    ['StartLogging', 'name', 'audit'],
    ['PutEventSelectors', 'trailName', 'audit'],
    ['AddTags', 'resourceId', TRAIL],
    ['RemoveTags', 'resourceId', TRAIL],
  ])('%s names the trail in %s', (eventName, field, name) => {
    const request = requested(eventWith({ eventName, requestParameters: { [field]: name }, responseElements: null }));
    expect(request).toMatchObject({ kind: 'remediate', id: ID, trigger: { eventName } });
    expect(request).not.toHaveProperty('trigger.tampering');
  });

  test.each([
    ['both values', { cloudWatchLogsLogGroupArn: '', cloudWatchLogsRoleArn: '' }],
    ['the group', { cloudWatchLogsLogGroupArn: '' }],
    ['the role', { cloudWatchLogsRoleArn: '' }],
  ])('UpdateTrail that blanks %s is tampering', (_, blanked) => {
    const event = eventWith({ requestParameters: { name: TRAIL, ...blanked } });
    expect(requested(event)).toMatchObject({ kind: 'remediate', trigger: { tampering: 'blanked' } });
  });

  test.each(['AddTags', 'RemoveTags'])('%s of the exclusion is tampering', (eventName) => {
    const tagsList = [{ key: 'team', value: 'sec' }, { key: 'trailmend:exclude' }];
    const event = eventWith({ eventName, requestParameters: { resourceId: TRAIL, tagsList }, responseElements: null });
    expect(requested(event)).toMatchObject({ kind: 'remediate', trigger: { tampering: 'exclusion-changed' } });
  });

  test('AddTags of other tags is not tampering', () => {
    const tagsList = [{ key: 'trailmend:excluded' }, { key: 'note', value: 'trailmend:exclude' }, null];
    const event = eventWith({ eventName: 'AddTags', requestParameters: { resourceId: TRAIL, tagsList } });
    expect(requested(event)).not.toHaveProperty('trigger.tampering');
  });

  test('DeleteTrail is reported: there is nothing left to repair', () => {
    expect(requested(callWithoutResponse('DeleteTrail', TRAIL))).toMatchObject({
      kind: 'report',
      id: ID,
      trigger: { tampering: 'deleted' },
    });
  });

  test.each([
    ['AddTags', { resourceId: 'arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/EXAMPLE-f852' }],
    ['StopLogging', { name: 'not a name' }],
    ['PutEventSelectors', null],
  ])('%s that names no trail is ignored', (eventName, requestParameters) => {
    expect(requested(eventWith({ eventName, requestParameters, responseElements: null }))).toMatchObject({
      kind: 'ignored',
      why: 'no-trail',
      detail: expect.stringContaining(`${eventName} names no trail: requestParameters.`),
    });
  });
});

describe('a deleted log group', () => {
  test('is named with the ending by which trails name it', () => {
    expect(parseRequest(logGroupDeleted(), IN_CHINA)).toMatchObject({
      kind: 'log-group-changed',
      region: 'us-east-1',
      trigger: {
        eventName: 'DeleteLogGroup',
        logGroupArn: 'arn:aws-cn:logs:us-east-1:111122223333:log-group:audit-logs:*',
      },
    });
  });

  test('without a name is ignored', () => {
    expect(requested(logGroupDeleted(null))).toMatchObject({ kind: 'ignored', why: 'no-trail' });
  });
});

describe('a call on a log group', () => {
  test.each([
    ['CreateLogGroup', { logGroupName: '/trailmend/audit' }],
    ['PutDataProtectionPolicy', { logGroupIdentifier: '/trailmend/audit' }],
    [
      'PutDataProtectionPolicy',
      { logGroupIdentifier: 'arn:aws:logs:us-east-1:111122223333:log-group:/trailmend/audit:*' },
    ],
    ['UntagResource', { resourceArn: 'arn:aws:logs:us-east-1:111122223333:log-group:/trailmend/audit' }],
  ])('%s with %j names it', (eventName, requestParameters) => {
    const event = eventWith({ eventName, eventSource: 'logs.amazonaws.com', requestParameters });
    expect(requested(event)).toMatchObject({
      kind: 'log-group-changed',
      trigger: { eventName, logGroupArn: 'arn:aws:logs:us-east-1:111122223333:log-group:/trailmend/audit:*' },
    });
  });

  test('is tampering when it deletes a stream, and else an ordinary change', () => {
    const of = (eventName: string) =>
      requested(
        eventWith({ eventName, eventSource: 'logs.amazonaws.com', requestParameters: { logGroupName: 'audit-logs' } }),
      );
    expect(of('DeleteLogStream')).toMatchObject({ trigger: { tampering: 'log-stream-deleted' } });
    expect(of('DeleteSubscriptionFilter')).not.toHaveProperty('trigger.tampering');
  });

  test.each([
    ['UntagResource', { tagKeys: ['team', 'trailmend:trail'] }, 'log-group-untagged'],
    ['UntagLogGroup', { tags: ['trailmend:trail'] }, 'log-group-untagged'],
    ['UntagResource', { tagKeys: ['team'] }, undefined],
    ['UntagResource', {}, undefined],
  ])('%s with %j is tampering if it removes the tag of trailmend', (eventName, parameters, tampering) => {
    const requestParameters = { logGroupName: 'audit-logs', ...parameters };
    const event = eventWith({ eventName, eventSource: 'logs.amazonaws.com', requestParameters });
    expect(requested(event)).toMatchObject({ trigger: { eventName, ...(tampering && { tampering }) } });
    if (tampering === undefined) expect(requested(event)).not.toHaveProperty('trigger.tampering');
  });
});

describe('a call that AWS refused', () => {
  test.each([
    ['UpdateTrail', 'InsufficientS3BucketPolicyException'],
    ['StopLogging', 'TrailNotFoundException'],
    ['CreateTrail', 'AccessDenied'],
    ['DeleteLogGroup', 'AccessDenied'],
    ['StopLogging', 'NotAccessDenied'],
  ])('%s with %s changed nothing', (eventName, errorCode) => {
    expect(requested(failedCall(eventName, errorCode))).toEqual({
      kind: 'ignored',
      why: 'failed-call',
      detail: `${eventName} returned ${errorCode}`,
    });
  });

  test.each([
    ['StopLogging', 'AccessDenied'],
    ['DeleteTrail', 'AccessDeniedException'],
    ['UpdateTrail', 'Client.UnauthorizedOperation'],
  ])('%s with %s is reported as an attempt on the trail it names', (eventName, errorCode) => {
    const event = failedCall(eventName, errorCode, { requestParameters: { name: 'audit' } });
    expect(requested(event)).toMatchObject({
      kind: 'denied',
      subject: trailSubject(ID),
      trigger: { eventName, errorCode, tampering: 'denied-attempt' },
    });
  });

  test('with nothing recorded, the trail is the one in the message', () => {
    const errorMessage = `User: arn:aws:iam::111122223333:user/eve is not authorized to perform: cloudtrail:StopLogging on resource: ${TRAIL} because no identity-based policy allows it`;
    expect(requested(failedCall('StopLogging', 'AccessDenied', { errorMessage }))).toMatchObject({
      subject: trailSubject(ID),
    });
  });

  test('that names no trail is about the Region', () => {
    expect(requested(failedCall('StopLogging', 'AccessDenied'))).toMatchObject({
      kind: 'denied',
      subject: { kind: 'region', region: 'us-east-1', account: '111122223333' },
    });
  });
});

describe('who called', () => {
  const actorOf = (userIdentity: unknown, sourceIPAddress: unknown = '198.51.100.7') => {
    const request = requested(eventWith({ userIdentity, sourceIPAddress }));
    return 'trigger' in request ? request.trigger.actor : request;
  };
  const sso = 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/dana@example.com';

  test.each([
    [
      'a user through SSO',
      {
        type: 'AssumedRole',
        arn: sso,
        sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/aws-reserved/sso' } },
      },
      { type: 'AssumedRole', name: sso, sourceIp: '198.51.100.7' },
    ],
    [
      'the root user',
      { type: 'Root', arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333', sessionContext: null },
      { type: 'Root', name: 'arn:aws:iam::111122223333:root', sourceIp: '198.51.100.7' },
    ],
    [
      'a service',
      { type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' },
      { type: 'AWSService', name: 'cloudformation.amazonaws.com', sourceIp: '198.51.100.7' },
    ],
    ['a user without an ARN', { type: 'IAMUser', userName: 'dana' }, { type: 'IAMUser', name: 'dana' }],
    ['another account', { type: 'AWSAccount', accountId: '444455556666' }, { name: '444455556666' }],
    ['nobody that the record knows', {}, { type: 'Unknown', name: 'unknown', sourceIp: '198.51.100.7' }],
  ])('%s', (_, userIdentity, actor) => {
    expect(actorOf(userIdentity)).toMatchObject(actor);
  });

  test('has no address where the record has none', () => {
    expect(actorOf({ type: 'Root', arn: 'r' }, null)).toEqual({ type: 'Root', name: 'r', tool: 'the AWS console' });
  });

  test('the function itself is ignored, whatever it called and however that ended', () => {
    const userIdentity = {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/trailmend-function/Trailmend-Function',
      sessionContext: { sessionIssuer: { type: 'Role', arn: SELF.functionRoleArn } },
    };
    for (const event of [eventWith({ userIdentity }), failedCall('UpdateTrail', 'AccessDenied', { userIdentity })]) {
      expect(requested(event)).toEqual({
        kind: 'ignored',
        why: 'own-change',
        detail: `UpdateTrail by ${SELF.functionRoleArn}`,
      });
    }
  });
});

describe('an input that is not an event of a trail', () => {
  test('an empty object is the smoke test', () => {
    expect(requested({})).toEqual({ kind: 'smoke-test' });
  });

  test.each([
    ['an event of another kind', eventWith({}, { 'detail-type': 'EC2 Instance State-change' }), 'detail-type'],
    ['a call that is no concern', eventWith({ eventName: 'LookupEvents' }), 'detail.eventName'],
    ['a call of another service', eventWith({ eventSource: 'iam.amazonaws.com' }), 'detail.eventSource'],
    ['an account that is no number', eventWith({}, { account: 'acme' }), 'account'],
    ['a time that is invalid', eventWith({ eventTime: '2026-13-20T09:00:00Z' }), 'detail.eventTime'],
    ['a Region that does not exist', eventWith({ awsRegion: 'us east:1' }), 'detail.awsRegion'],
    ['a record without a caller', eventWith({ userIdentity: null }), 'detail.userIdentity'],
  ])('%s is ignored, and what was wrong is said', (_, input, where) => {
    expect(requested(input)).toMatchObject({
      kind: 'ignored',
      why: 'not-understood',
      detail: expect.stringContaining(where),
    });
  });

  test('never throws and never asks for work, whatever JSON comes in', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (input) => {
        const { kind } = requested(input);
        expect(kind).toBe(JSON.stringify(input) === '{}' ? 'smoke-test' : 'invalid');
      }),
    );
  });

  test('never throws on an event of which any part was replaced, and works only on a trail that has an ARN', () => {
    const events = [eventWith({}), callWithoutResponse('StopLogging'), failedCall('DeleteTrail', 'AccessDenied')];
    const fields = ['eventName', 'eventSource', 'eventTime', 'awsRegion', 'userIdentity', 'requestParameters'];
    const moreFields = ['responseElements', 'errorCode', 'errorMessage', 'recipientAccountId', 'sourceIPAddress'];
    fc.assert(
      fc.property(
        fc.constantFrom(...events),
        fc.dictionary(fc.constantFrom(...fields, ...moreFields), fc.jsonValue(), { maxKeys: 3 }),
        (event, changes) => {
          const request = requested({ ...event, detail: { ...(event['detail'] as object), ...changes } });
          expect(request.kind).not.toBe('smoke-test');
          if (request.kind === 'remediate') expect(parseTrailArn(request.id.arn)).toEqual(request.id);
          if (changes['errorCode']) expect(request.kind).not.toBe('remediate');
        },
      ),
    );
  });
});

describe('a probe', () => {
  const PROBE = {
    source: 'trailmend',
    'detail-type': 'Trailmend Probe',
    account: ID.account,
    region: 'eu-west-1',
    detail: { id: '7bf73129-1428-4cd3-a780-95db273d1602' },
  };

  test('names its Region and its id', () => {
    expect(requested(PROBE)).toEqual({ kind: 'probe', region: 'eu-west-1', id: PROBE.detail.id });
  });

  test.each([
    { ...PROBE, source: 'aws.cloudtrail' },
    { ...PROBE, 'detail-type': 'Trail Outcome' },
    { ...PROBE, region: 'Ireland' },
    { ...PROBE, detail: {} },
  ])('%j is not one', (event) => {
    expect(requested(event)).toMatchObject({ kind: 'ignored', why: 'not-understood' });
  });
});
