import { describe, expect, test } from '@jest/globals';
import { requestParameters, responseElements } from '../../events/call-elements.ts';
import type { Answer, Call } from '../../gate/call.ts';

const ACCOUNT = '123456789012';

function call(of: Partial<Call>): Call {
  return {
    time: new Date('2026-02-03T04:05:06Z'),
    method: 'POST',
    url: '/',
    headers: {},
    body: Buffer.alloc(0),
    service: 'cloudtrail',
    operation: 'StopLogging',
    region: 'eu-west-1',
    caller: { kind: 'administrator', accessKeyId: ACCOUNT },
    ...of,
  };
}

function answer(body: string): Answer {
  return { status: 200, headers: {}, body: Buffer.from(body) };
}

describe('a JSON protocol', () => {
  test('records the parameters and the answer', () => {
    const made = call({ operation: 'CreateTrail', input: { Name: 'main', S3BucketName: 'logs' } });
    expect(requestParameters(made)).toEqual({ name: 'main', s3BucketName: 'logs' });
    expect(responseElements(made, answer('{"Name":"main","TrailARN":"arn"}'), ACCOUNT)).toEqual({
      name: 'main',
      trailARN: 'arn',
    });
  });

  test.each([
    ['cloudtrail', 'StartLogging'],
    ['cloudtrail', 'StopLogging'],
    ['cloudtrail', 'DeleteTrail'],
    ['cloudtrail', 'AddTags'],
    ['cloudtrail', 'RemoveTags'],
    ['logs', 'DeleteLogGroup'],
    ['logs', 'CreateLogGroup'],
    ['logs', 'PutRetentionPolicy'],
    ['sqs', 'SetQueueAttributes'],
    ['events', 'DeleteRule'],
  ])('records null for the answer of %s %s, whatever it holds', (service, operation) => {
    expect(responseElements(call({ service, operation }), answer('{"Answer":"text"}'), ACCOUNT)).toBeNull();
  });

  test('records null when there are no parameters', () => {
    expect(
      requestParameters(call({ service: 'organizations', operation: 'CreateOrganization', input: {} })),
    ).toBeNull();
  });

  test('records the key of every KMS call, as an ARN', () => {
    const disabled = call({ service: 'kms', operation: 'DisableKey', input: { KeyId: 'k-1' } });
    const keyId = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/k-1`;
    expect(responseElements(disabled, answer(''), ACCOUNT)).toEqual({ keyId });
    const again = call({ service: 'kms', operation: 'DisableKey', input: { KeyId: keyId } });
    expect(responseElements(again, answer(''), ACCOUNT)).toEqual({ keyId });
  });
});

describe('a query protocol', () => {
  const created = call({
    service: 'iam',
    operation: 'CreateRole',
    input: { Action: 'CreateRole', Version: '2010-05-08', RoleName: 'r', 'Tags.member.1.Key': 'a' },
  });

  test('records nested parameters', () => {
    expect(requestParameters(created)).toEqual({ roleName: 'r', tags: [{ key: 'a' }] });
  });

  test('records the result of the answer', () => {
    const role = '<Role><RoleName>r</RoleName><CreateDate>2022-08-10T22:38:27Z</CreateDate>';
    const tags = '<Tags><member><Key>a</Key></member></Tags><MaxSessionDuration>3600</MaxSessionDuration></Role>';
    const xml = `<CreateRoleResponse xmlns="x"><CreateRoleResult>${role}${tags}</CreateRoleResult><ResponseMetadata/></CreateRoleResponse>`;
    expect(responseElements(created, answer(xml), ACCOUNT)).toEqual({
      role: {
        roleName: 'r',
        createDate: 'Aug 10, 2022, 10:38:27 PM',
        tags: [{ key: 'a' }],
        maxSessionDuration: 3600,
      },
    });
  });
});

test('Lambda: records parameters of path, query and body, without code and environment', () => {
  const changed = call({
    service: 'lambda',
    operation: 'UpdateFunctionConfiguration',
    method: 'PUT',
    url: '/2015-03-31/functions/f/configuration?Qualifier=1',
    input: { Timeout: 3, Environment: { Variables: { TOKEN: 'x' } } },
  });
  expect(requestParameters(changed)).toEqual({ functionName: 'f', qualifier: '1', timeout: 3, environment: {} });
});

test('CloudWatch: records the parameters of both protocols that it accepts', () => {
  const deleted = { service: 'monitoring', operation: 'DeleteAlarms' };
  const byQuery = { Action: 'DeleteAlarms', 'AlarmNames.member.1': 'a', 'AlarmNames.member.2': 'b' };
  expect(requestParameters(call({ ...deleted, input: byQuery }))).toEqual({ alarmNames: ['a', 'b'] });
  const headers = { 'x-amz-target': 'GraniteServiceVersion20100801.DeleteAlarms' };
  const byJson = call({ ...deleted, headers, input: { AlarmNames: ['a', 'b'] } });
  expect(requestParameters(byJson)).toEqual({ alarmNames: ['a', 'b'] });
});

test('Scheduler: records the schedule and the group that a deletion names', () => {
  const url = '/schedules/hourly?groupName=trailmend&clientToken=x';
  const deleted = call({ service: 'scheduler', operation: 'DeleteSchedule', method: 'DELETE', url });
  expect(requestParameters(deleted)).toMatchObject({ name: 'hourly', groupName: 'trailmend' });
});

describe('S3', () => {
  const put = (operation: string, url: string, body: string) =>
    call({ service: 's3', operation, method: 'PUT', url, body: Buffer.from(body), headers: { host: 's3.local' } });

  test('names the bucket, the host and the sub-resource, and carries the policy', () => {
    expect(requestParameters(put('PutBucketPolicy', '/logs?policy', '{"Statement":[]}'))).toEqual({
      bucketName: 'logs',
      Host: 's3.local',
      policy: '',
      bucketPolicy: { Statement: [] },
    });
  });

  test('carries a body under its own root, and has no response elements', () => {
    const body = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
    const versioned = put('PutBucketVersioning', '/logs?versioning', body);
    expect(requestParameters(versioned)).toMatchObject({ VersioningConfiguration: { Status: 'Enabled' } });
    expect(responseElements(versioned, answer('<Anything/>'), ACCOUNT)).toBeNull();
  });

  test('records a call whose body cannot be parsed', () => {
    expect(requestParameters(put('PutBucketTagging', '/logs?tagging', 'no xml'))).toMatchObject({ bucketName: 'logs' });
  });
});
