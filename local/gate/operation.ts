import { matchRestWrite } from '../events/rest-operations.ts';

/** What names an operation: enough of a request to tell. */
export interface Named {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly service: string;
  /** The form of a query protocol request. */
  readonly form: URLSearchParams;
}

/** REST services name an operation by method and path. The first row that fits wins; `query` is a parameter that must be there. */
interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly query?: string;
  readonly operation: string;
}

const BUCKET = /^\/[^/]+\/?$/;
const OBJECT = /^\/[^/]+\/.+/;

/** Paths of the botocore 1.43.106 service models, for the operations that this project's tools use. */
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

/** Sub-resources of S3 that have operations of their own: with one of them in the query, a plain row does not apply. */
const PLAIN_QUERY = /^(x-id|X-Amz-.*|prefix|delimiter|max-keys|encoding-type|versionId)$/;

/** AWS's name for the operation, or `METHOD /path` for a REST operation that is neither in the table nor recorded. */
export function operationOf(named: Named): string {
  // JSON protocols. The prefix before the dot differs between SDKs (CloudTrail has two), the name behind it does not.
  const target = named.headers['x-amz-target'];
  if (target !== undefined) return target.slice(target.lastIndexOf('.') + 1);
  const action = named.form.get('Action') ?? named.query.get('Action');
  if (action !== null) return action;
  const route = ROUTES[named.service]?.find((row) => fits(row, named));
  const write = matchRestWrite(named.service, named.method, named.path, named.query);
  return route?.operation ?? write?.operation ?? `${named.method} ${named.path}`;
}

function fits(row: Route, named: Named): boolean {
  if (row.method !== named.method || !row.path.test(named.path)) return false;
  if (row.query !== undefined) return named.query.has(row.query);
  return named.service !== 's3' || [...named.query.keys()].every((key) => PLAIN_QUERY.test(key));
}
