import { describe, expect, test } from '@jest/globals';
import type { Call } from '../../gate/call.ts';
import { accessDenied } from '../../iam/denial.ts';
import { parseError } from '../../wire/parse-error.ts';
import { functionCall } from './function-call.ts';

const PRINCIPAL = 'arn:aws:sts::111122223333:assumed-role/worker/session';
const JSON_CALL = { headers: { 'x-amz-target': 'X.Y', 'content-type': 'application/x-amz-json-1.1' } };
const FORM_CALL = { headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' } };

function refusal(service: string, action: string, resource: string, more: Partial<Call>) {
  const detail = `because no identity-based policy allows the ${action} action`;
  const answer = accessDenied(functionCall(service, 'Operation', more), {
    principal: PRINCIPAL,
    action,
    resource,
    detail,
  });
  const error = parseError({ ...answer, body: answer.body.toString('utf8') });
  return { status: answer.status, headers: answer.headers, ...error };
}

describe('a denied call is answered', () => {
  test.each([
    ['JSON', 'cloudtrail', JSON_CALL, 400, 'AccessDeniedException'],
    ['query', 'iam', FORM_CALL, 403, 'AccessDenied'],
    ['the query protocol of SNS', 'sns', FORM_CALL, 403, 'AuthorizationError'],
    ['the query protocol of EC2', 'ec2', FORM_CALL, 403, 'UnauthorizedOperation'],
    ['REST', 'lambda', { headers: { 'content-type': 'application/json' } }, 403, 'AccessDeniedException'],
    ['XML', 's3', {}, 403, 'AccessDenied'],
  ] as const)('in %s with its code and status', (_, service, more, status, code) => {
    expect(refusal(service, `${service}:Do`, 'arn:r', more)).toMatchObject({ status, code });
  });

  test("with AWS's sentence", () => {
    expect(refusal('cloudtrail', 'cloudtrail:GetTrail', 'arn:r', JSON_CALL).message).toBe(
      `User: ${PRINCIPAL} is not authorized to perform: cloudtrail:GetTrail on resource: arn:r because no identity-based policy allows the cloudtrail:GetTrail action`,
    );
  });

  test.each([
    [
      'sns',
      'sns:Publish',
      FORM_CALL,
      /perform: SNS:Publish on resource: arn:r because .* allows the SNS:Publish action/,
    ],
    ['sqs', 'sqs:SendMessage', JSON_CALL, /perform: sqs:sendmessage on .* allows the sqs:sendmessage action/],
    ['s3', 's3:GetObject', {}, /perform: s3:GetObject on resource: "arn:r" because/],
  ] as const)('in the spelling of %s', (service, action, more, sentence) => {
    expect(refusal(service, action, 'arn:r', more).message).toMatch(sentence);
  });

  test('by SQS with the code of its older protocol too', () => {
    const { headers, code } = refusal('sqs', 'sqs:SendMessage', 'arn:r', JSON_CALL);
    expect({ header: headers['x-amzn-query-error'], code }).toEqual({
      header: 'AccessDenied;Sender',
      code: 'AccessDeniedException',
    });
  });

  test('without a body for HEAD', () => {
    const call = functionCall('s3', 'HeadObject', { method: 'HEAD' });
    const answer = accessDenied(call, {
      principal: PRINCIPAL,
      action: 's3:GetObject',
      resource: 'arn:r',
      detail: 'because',
    });
    expect({ status: answer.status, length: answer.body.length }).toEqual({ status: 403, length: 0 });
  });
});
