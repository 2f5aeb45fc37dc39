import { expect, test } from '@jest/globals';
import { operationOf } from '../../gate/operation.ts';

interface Situation {
  readonly service: string;
  readonly request: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: string;
  readonly operation: string;
}

const situations: readonly Situation[] = [
  {
    service: 'cloudtrail',
    request: 'POST /',
    headers: { 'x-amz-target': 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.StopLogging' },
    operation: 'StopLogging',
  },
  {
    service: 'cloudtrail',
    request: 'POST /',
    headers: { 'x-amz-target': 'CloudTrail_20131101.StopLogging' },
    operation: 'StopLogging',
  },
  { service: 'iam', request: 'POST /', form: 'Action=CreateRole&RoleName=x', operation: 'CreateRole' },
  { service: 'sts', request: 'GET /?Action=GetCallerIdentity&Version=2011-06-15', operation: 'GetCallerIdentity' },
  { service: 'lambda', request: 'POST /2015-03-31/functions/f/invocations', operation: 'Invoke' },
  { service: 'lambda', request: 'GET /2015-03-31/functions/f/configuration', operation: 'GetFunctionConfiguration' },
  { service: 'lambda', request: 'GET /2015-03-31/functions/f', operation: 'GetFunction' },
  { service: 'lambda', request: 'GET /2015-03-31/functions/', operation: 'ListFunctions' },
  { service: 'scheduler', request: 'POST /schedules/sweep', operation: 'CreateSchedule' },
  { service: 's3', request: 'PUT /bucket', operation: 'CreateBucket' },
  { service: 's3', request: 'PUT /bucket?policy', operation: 'PutBucketPolicy' },
  { service: 's3', request: 'PUT /bucket?x-id=CreateBucket', operation: 'CreateBucket' },
  { service: 's3', request: 'GET /bucket?list-type=2&prefix=a%2F', operation: 'ListObjectsV2' },
  { service: 's3', request: 'PUT /bucket/key/deep?x-id=PutObject', operation: 'PutObject' },
  // Not CreateBucket: an unknown sub-resource must not count as the plain operation.
  { service: 's3', request: 'PUT /bucket?versioning', operation: 'PutBucketVersioning' },
  { service: 's3', request: 'PUT /bucket?unheard-of', operation: 'PUT /bucket' },
  { service: 'backup', request: 'GET /plans', operation: 'GET /plans' },
];

test.each(situations)('$service $request is $operation', ({ service, request, headers = {}, form = '', operation }) => {
  const [method = '', url = ''] = request.split(' ');
  const [path = '', query = ''] = url.split('?');
  const named = { method, path, service, headers, query: new URLSearchParams(query), form: new URLSearchParams(form) };
  expect(operationOf(named)).toBe(operation);
});
