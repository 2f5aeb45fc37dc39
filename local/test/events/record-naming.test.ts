import { describe, expect, test } from '@jest/globals';
import { recordedErrorCode } from '../../events/error-code.ts';
import { eventName } from '../../events/event-name.ts';
import { queryParameters } from '../../events/query-parameters.ts';
import { toRecordFields } from '../../events/record-fields.ts';
import { matchRestWrite } from '../../events/rest-operations.ts';

describe('the name of an event', () => {
  test.each([
    ['cloudtrail', 'StopLogging', '/', 'StopLogging'],
    ['lambda', 'CreateFunction', '/2015-03-31/functions', 'CreateFunction20150331'],
    ['lambda', 'UpdateFunctionCode', '/2015-03-31/functions/f/code', 'UpdateFunctionCode20150331v2'],
    ['lambda', 'TagResource', '/2017-03-31/tags/arn', 'TagResource20170331v2'],
    ['lambda', 'CreateFunctionUrlConfig', '/2021-10-31/functions/f/url', 'CreateFunctionUrlConfig'],
    ['s3', 'PutPublicAccessBlock', '/b?publicAccessBlock', 'PutBucketPublicAccessBlock'],
    ['s3', 'PutBucketPolicy', '/b?policy', 'PutBucketPolicy'],
  ])('of %s %s at %s is %s', (service, operation, path, name) => {
    expect(eventName(service, operation, path)).toBe(name);
  });
});

describe('the error code of a record', () => {
  test.each([
    ['cloudtrail', 'AccessDeniedException', 'AccessDenied'],
    ['cloudtrail', 'TrailNotFoundException', 'TrailNotFoundException'],
    ['iam', 'AccessDenied', 'AccessDenied'],
    ['iam', 'NoSuchEntity', 'NoSuchEntityException'],
    ['s3', 'NoSuchBucket', 'NoSuchBucket'],
  ])('of %s for %s is %s', (service, code, recorded) => {
    expect(recordedErrorCode(service, code)).toBe(recorded);
  });
});

describe('the names in a record', () => {
  const fields = (value: unknown, members: Parameters<typeof toRecordFields>[1]['members'] = {}, service = 'iam') =>
    toRecordFields(service, { members }, value);

  test('are in lower camel case at every depth, with ARN in upper case', () => {
    expect(fields({ S3BucketName: 'logs', TrailARN: 'arn', TagsList: [{ Key: 'Team', Value: 'Blue' }] })).toEqual({
      s3BucketName: 'logs',
      trailARN: 'arn',
      tagsList: [{ key: 'Team', value: 'Blue' }],
    });
  });

  test('do not change the keys of maps', () => {
    expect(fields({ Tags: { Team: 'Blue' } }, { Tags: 'map' })).toEqual({ tags: { Team: 'Blue' } });
    expect(fields({ Tags: [{ Key: 'Team' }] }, { Tags: 'map' })).toEqual({ tags: [{ key: 'Team' }] });
  });

  test('have numbers and booleans as values, even if the protocol has texts', () => {
    const members = { MaxSessionDuration: 'number', IsAttachable: 'boolean' } as const;
    expect(fields({ MaxSessionDuration: '3600', IsAttachable: 'true' }, members)).toEqual({
      maxSessionDuration: 3600,
      isAttachable: true,
    });
    expect(fields({ IsAttachable: false }, members)).toEqual({ isAttachable: false });
  });

  test.each([['2022-08-10T22:38:27Z'], [1_660_171_107]])('have times written out, from %s', (time) => {
    expect(fields({ CreateDate: time }, { CreateDate: 'time' })).toEqual({ createDate: 'Aug 10, 2022, 10:38:27 PM' });
  });

  test('have no secrets, or masked ones in Organizations', () => {
    const user = { UserName: 'sam', Password: 'hunter2' };
    expect(fields(user, { Password: 'secret' })).toEqual({ userName: 'sam' });
    expect(fields({ Email: 'sam@example.com' }, { Email: 'secret' }, 'organizations')).toEqual({ email: '****' });
  });
});

describe('the parameters of a query protocol', () => {
  test('become nested: lists, maps and structures', () => {
    expect(
      queryParameters({
        Action: 'CreateRole',
        Version: '2010-05-08',
        RoleName: 'r',
        'Tags.member.2.Key': 'b',
        'Tags.member.1.Key': 'a',
        'Tags.member.1.Value': 'A',
        'Attributes.entry.1.key': 'Policy',
        'Attributes.entry.1.value': '{}',
        'Config.Size': '1',
      }),
    ).toEqual({
      RoleName: 'r',
      Tags: [{ Key: 'a', Value: 'A' }, { Key: 'b' }],
      Attributes: { Policy: '{}' },
      Config: { Size: '1' },
    });
  });

  test('of lists are in the order of their numbers', () => {
    const flat = Object.fromEntries([10, 9, 1].map((number) => [`Names.member.${number}`, `n${number}`]));
    expect(queryParameters(flat)).toEqual({ Names: ['n1', 'n9', 'n10'] });
  });
});

describe('a REST request', () => {
  const read = (service: string, method: string, url: string) => {
    const [path = '', search = ''] = url.split('?');
    return matchRestWrite(service, method, path, new URLSearchParams(search));
  };

  test('has an operation, and parameters in its path', () => {
    const arn = 'arn:aws:lambda:us-east-1:123456789012:function:f';
    expect(read('lambda', 'DELETE', `/2015-03-31/functions/${encodeURIComponent(arn)}/policy/rule`)).toEqual({
      operation: 'RemovePermission',
      parameters: { FunctionName: arn, StatementId: 'rule' },
    });
  });

  test.each([
    ['PUT', '/b', 'CreateBucket'],
    ['PUT', '/b/', 'CreateBucket'],
    ['PUT', '/b?encryption', 'PutBucketEncryption'],
    ['PUT', '/b?publicAccessBlock=', 'PutPublicAccessBlock'],
    ['PUT', '/b?lifecycle', 'PutBucketLifecycleConfiguration'],
    ['DELETE', '/b?policy', 'DeleteBucketPolicy'],
    ['DELETE', '/b', 'DeleteBucket'],
  ])('of S3: %s %s is %s', (method, url, operation) => {
    expect(read('s3', method, url)?.operation).toBe(operation);
  });

  test.each([
    ['s3', 'PUT', '/b/key'],
    ['s3', 'GET', '/b?policy'],
    ['s3', 'PUT', '/b?unheard-of'],
    ['s3', 'POST', '/b?delete'],
    ['lambda', 'POST', '/2015-03-31/functions/f/invocations'],
    ['cloudtrail', 'PUT', '/'],
  ])('that is no management write has no record: %s %s %s', (service, method, url) => {
    expect(read(service, method, url)).toBeUndefined();
  });
});
