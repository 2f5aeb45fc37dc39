import { CloudTrailClient, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetBucketPolicyCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { throttlingOf } from '../../faults/throttling.ts';
import { bindGate, type Gate } from '../../gate/gate.ts';
import { type ErrorForm, errorAnswer } from '../../wire/error-answer.ts';
import { parseError } from '../../wire/parse-error.ts';
import { callWith } from '../support/call.ts';

let gate: Gate;
let error: ErrorForm;

beforeAll(async () => {
  gate = await bindGate(0);
  gate.open(async (call) => errorAnswer(call, error));
});

afterAll(() => gate.close());

const config = () => ({
  endpoint: gate.endpoint.origin,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
});

test.each([
  ['AWS JSON', () => new CloudTrailClient(config()).send(new UpdateTrailCommand({ Name: 'audit' }))],
  ['query', () => new IAMClient(config()).send(new GetRoleCommand({ RoleName: 'audit' }))],
  ['query', () => new SNSClient(config()).send(new PublishCommand({ Message: 'x' }))],
  [
    'S3',
    () => new S3Client({ ...config(), forcePathStyle: true }).send(new GetBucketPolicyCommand({ Bucket: 'logs' })),
  ],
])('the SDK reads code, message, status and request id of an error of %s', async (_, send) => {
  error = { code: 'SomethingException', message: 'No <role> & no "trail"', status: 418 };
  await expect(send()).rejects.toMatchObject({
    name: 'SomethingException',
    message: 'No <role> & no "trail"',
    $metadata: { httpStatusCode: 418, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
});

test('the answer to HEAD has a status and no body', async () => {
  error = { code: 'NoSuchBucket', message: 'none', status: 404 };
  const send = new S3Client({ ...config(), forcePathStyle: true }).send(new HeadBucketCommand({ Bucket: 'logs' }));
  await expect(send).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
});

test('a REST service sends the code in a header', () => {
  const call = callWith({ service: 'lambda', method: 'GET', url: '/2015-03-31/functions/f', headers: {} });
  const answer = errorAnswer(call, { code: 'ResourceNotFoundException', message: 'none', status: 404 });
  expect(answer.headers).toMatchObject({ 'x-amzn-errortype': 'ResourceNotFoundException' });
  expect(parseError({ ...answer, body: answer.body.toString() })).toEqual({
    code: 'ResourceNotFoundException',
    message: 'none',
  });
});

test.each([
  ['cloudtrail', 'ThrottlingException', 400],
  ['iam', 'Throttling', 400],
  ['s3', 'SlowDown', 503],
  ['lambda', 'TooManyRequestsException', 429],
])('%s says %s when there are too many requests', (service, code, status) => {
  expect(throttlingOf(service)).toMatchObject({ code, status });
});
