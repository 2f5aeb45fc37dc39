import { ThrottlingException, TrailNotFoundException } from '@aws-sdk/client-cloudtrail';
import { NoSuchEntityException } from '@aws-sdk/client-iam';
import { describe, expect, test } from '@jest/globals';
import { callAws } from '../../../lambda/aws/call.ts';
import { formatAwsError, hasCode } from '../../../lambda/core/model/aws-result.ts';

describe('callAws', () => {
  test('gives the output of a call that succeeded', async () => {
    expect(await callAws('GetTrail', async () => 'output')).toEqual({ ok: true, value: 'output' });
  });

  test("translates the SDK's error into AWS's words, with the request id", async () => {
    const error = new TrailNotFoundException({ message: 'Unknown trail: x', $metadata: { requestId: 'req-1' } });
    expect(await callAws('GetTrail', () => Promise.reject(error))).toEqual({
      ok: false,
      error: { operation: 'GetTrail', code: 'TrailNotFoundException', message: 'Unknown trail: x', requestId: 'req-1' },
    });
  });

  test('has no request id when AWS gave none', async () => {
    const error = new ThrottlingException({ message: 'Rate exceeded', $metadata: {} });
    const answer = await callAws('UpdateTrail', () => Promise.reject(error));
    expect(answer).toEqual({
      ok: false,
      error: { operation: 'UpdateTrail', code: 'ThrottlingException', message: 'Rate exceeded' },
    });
  });

  test('names the cause of a connection that failed at every address', async () => {
    const error = Object.assign(new AggregateError([new Error('connect ECONNREFUSED ::1:443')]), {
      code: 'ECONNREFUSED',
    });
    const answer = await callAws('GetTrail', () => Promise.reject(error));
    expect(answer).toEqual({
      ok: false,
      error: { operation: 'GetTrail', code: 'ECONNREFUSED', message: 'Error: connect ECONNREFUSED ::1:443' },
    });
  });

  test('translates a call that fails before it is sent', async () => {
    const answer = await callAws('GetTrail', () => {
      throw new Error('Region is missing');
    });
    expect(answer).toEqual({
      ok: false,
      error: { operation: 'GetTrail', code: 'Error', message: 'Region is missing' },
    });
  });

  test('translates something thrown that is not an error', async () => {
    expect(await callAws('GetTrail', () => Promise.reject('torn'))).toEqual({
      ok: false,
      error: { operation: 'GetTrail', code: 'Unknown', message: 'torn' },
    });
  });
});

test.each(['NoSuchEntity', new NoSuchEntityException({ message: '', $metadata: {} }).name])(
  'hasCode matches %s with and without the ending',
  (code) => {
    const error = { operation: 'GetRole', code, message: '' };
    expect(hasCode(error, 'NoSuchEntity')).toBe(true);
    expect(hasCode(error, 'TrailNotFound', 'NoSuchEntity')).toBe(true);
    expect(hasCode(error, 'NoSuch')).toBe(false);
  },
);

test('formatAwsError names operation, code and message', () => {
  expect(formatAwsError({ operation: 'GetTrail', code: 'AccessDenied', message: 'no' })).toBe(
    'GetTrail returned AccessDenied: no',
  );
});
