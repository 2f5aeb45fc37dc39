import { matchRestWrite } from '../events/rest-operations.ts';

/** The parts of a request that identify its operation. */
export interface RequestParts {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly service: string;
  /** The form of a query protocol request. */
  readonly form: URLSearchParams;
}

/**
 * An operation of a REST service, identified by method and path, and by the query parameter that it
 * requires. The first match wins.
 */
interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly query?: string;
  readonly operation: string;
}

const BUCKET = /^\/[^/]+\/?$/;
const OBJECT = /^\/[^/]+\/.+/;

/**
 * Paths from the botocore 1.43.106 service models, for the operations that this project's tools
 * use.
 */
const ROUTES: Readonly<Record<string, readonly Route[]>> = {
  lambda: [
    { method: 'POST', path: /\/functions\/[^/]+\/invocations$/, operation: 'Invoke' },
    { method: 'POST', path: /\/functions\/?$/, operation: 'CreateFunction' },
    { method: 'GET', path: /\/functions\/?$/, operation: 'ListFunctions' },
    { method: 'GET', path: /\/functions\/[^/]+\/configuration$/, operation: 'GetFunctionConfiguration' },
    { method: 'PUT', path: /\/functions\/[^/]+\/configuration$/, operation: 'UpdateFunctionConfiguration' },
    { method: 'PUT', path: /\/functions\/[^/]+\/code$/, operation: 'UpdateFunctionCode' },
    { method: 'GET', path: /\/functions\/[^/]+\/policy$/, operation: 'GetPolicy' },
    { method: 'POST', path: /\/functions\/[^/]+\/policy$/, operation: 'AddPermission' },
    { method: 'DELETE', path: /\/functions\/[^/]+\/policy\/[^/]+$/, operation: 'RemovePermission' },
    { method: 'PUT', path: /\/functions\/[^/]+\/event-invoke-config$/, operation: 'PutFunctionEventInvokeConfig' },
    { method: 'GET', path: /\/functions\/[^/]+$/, operation: 'GetFunction' },
    { method: 'DELETE', path: /\/functions\/[^/]+$/, operation: 'DeleteFunction' },
  ],
  scheduler: [
    { method: 'POST', path: /^\/schedules\/[^/]+$/, operation: 'CreateSchedule' },
    { method: 'PUT', path: /^\/schedules\/[^/]+$/, operation: 'UpdateSchedule' },
    { method: 'GET', path: /^\/schedules\/[^/]+$/, operation: 'GetSchedule' },
    { method: 'DELETE', path: /^\/schedules\/[^/]+$/, operation: 'DeleteSchedule' },
    { method: 'GET', path: /^\/schedules$/, operation: 'ListSchedules' },
  ],
  s3: [
    { method: 'GET', path: /^\/$/, operation: 'ListBuckets' },
    { method: 'PUT', path: BUCKET, query: 'policy', operation: 'PutBucketPolicy' },
    { method: 'GET', path: BUCKET, query: 'policy', operation: 'GetBucketPolicy' },
    { method: 'DELETE', path: BUCKET, query: 'policy', operation: 'DeleteBucketPolicy' },
    { method: 'GET', path: BUCKET, query: 'location', operation: 'GetBucketLocation' },
    { method: 'GET', path: BUCKET, query: 'encryption', operation: 'GetBucketEncryption' },
    { method: 'GET', path: BUCKET, query: 'list-type', operation: 'ListObjectsV2' },
    { method: 'HEAD', path: BUCKET, operation: 'HeadBucket' },
    { method: 'PUT', path: BUCKET, operation: 'CreateBucket' },
    { method: 'DELETE', path: BUCKET, operation: 'DeleteBucket' },
    { method: 'PUT', path: OBJECT, operation: 'PutObject' },
    { method: 'GET', path: OBJECT, operation: 'GetObject' },
    { method: 'HEAD', path: OBJECT, operation: 'HeadObject' },
    { method: 'DELETE', path: OBJECT, operation: 'DeleteObject' },
  ],
};

/**
 * Query parameters of S3 that are not sub-resources. Any other parameter means an operation of its
 * own.
 */
const PLAIN_QUERY = /^(x-id|X-Amz-.*|prefix|delimiter|max-keys|encoding-type|versionId)$/;

/**
 * AWS's name of the operation; `METHOD /path` for a REST operation that is neither in the table nor
 * recorded.
 */
export function operationOf(request: RequestParts): string {
  // JSON protocols: the prefix before the dot differs between SDKs (CloudTrail has two), the name
  // after it does not.
  const target = request.headers['x-amz-target'];
  if (target !== undefined) return target.slice(target.lastIndexOf('.') + 1);
  const action = request.form.get('Action') ?? request.query.get('Action');
  if (action !== null) return action;
  const route = ROUTES[request.service]?.find((row) => matches(row, request));
  const write = matchRestWrite(request.service, request.method, request.path, request.query);
  return route?.operation ?? write?.operation ?? `${request.method} ${request.path}`;
}

function matches(row: Route, request: RequestParts): boolean {
  if (row.method !== request.method || !row.path.test(request.path)) return false;
  if (row.query !== undefined) return request.query.has(row.query);
  return request.service !== 's3' || [...request.query.keys()].every((key) => PLAIN_QUERY.test(key));
}
