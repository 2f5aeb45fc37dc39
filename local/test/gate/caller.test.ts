import { expect, test } from '@jest/globals';
import { signatureOf } from '../../gate/caller.ts';

const NO_QUERY = new URLSearchParams();
const authorization = (key: string) =>
  `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-west-1/cloudtrail/aws4_request, SignedHeaders=host, Signature=00`;

test('keys without a token belong to an administrator, with the Region and service of the scope', () => {
  expect(signatureOf({ authorization: authorization('test') }, NO_QUERY)).toEqual({
    caller: { kind: 'administrator', accessKeyId: 'test' },
    region: 'eu-west-1',
    service: 'cloudtrail',
  });
});

test('the session token of a function names the function and its process', () => {
  const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:f';
  const headers = {
    authorization: authorization('123456789012'),
    'x-amz-security-token': `local-aws:4711:${functionArn}`,
  };
  expect(signatureOf(headers, NO_QUERY).caller).toEqual({
    kind: 'function',
    accessKeyId: '123456789012',
    functionArn,
    processId: 4711,
  });
});

test('any other token belongs to a session of an administrator', () => {
  const headers = { authorization: authorization('ASIAEXAMPLE'), 'x-amz-security-token': 'opaque' };
  expect(signatureOf(headers, NO_QUERY).caller).toEqual({
    kind: 'administrator',
    accessKeyId: 'ASIAEXAMPLE',
    sessionToken: 'opaque',
  });
});

test('a presigned URL has its signature in the query', () => {
  const query = new URLSearchParams({ 'X-Amz-Credential': 'test/20260101/eu-west-1/s3/aws4_request' });
  expect(signatureOf({}, query)).toMatchObject({ region: 'eu-west-1', service: 's3' });
});

test('an unsigned request belongs to an unknown service in the default Region', () => {
  expect(signatureOf({}, NO_QUERY)).toEqual({
    caller: { kind: 'administrator', accessKeyId: 'anonymous' },
    region: 'us-east-1',
    service: 'unknown',
  });
});
