import { RECORDED } from './recorded-operations.ts';

/** A management write that a REST request performs. */
export interface RestOperation {
  readonly operation: string;
  /** The parameters in the path, by the names in its template: `{ FunctionName: 'trailmend' }`. */
  readonly parameters: Readonly<Record<string, string>>;
}

interface Template {
  readonly operation: string;
  readonly method: string;
  readonly path: RegExp;
  /** A sub-resource that the query names, such as `policy` of a bucket. */
  readonly subResource: string | undefined;
}

const TEMPLATES: Readonly<Record<string, readonly Template[]>> = Object.fromEntries(
  Object.entries(RECORDED).map(([service, { writes }]) => [
    service,
    Object.entries(writes).flatMap(([operation, { method, path }]) =>
      method === undefined || path === undefined ? [] : [template(operation, method, path)],
    ),
  ]),
);

/** Query parameters that name no operation. */
const PLAIN_QUERY = /^(x-id|X-Amz-.*|Qualifier|RevisionId|tagKeys|id|groupName|clientToken)$/;

/** The management write that a REST request performs; undefined for any other request. */
export function matchRestWrite(
  service: string,
  method: string,
  path: string,
  query: URLSearchParams,
): RestOperation | undefined {
  const subResources = [...query.keys()].filter((key) => !PLAIN_QUERY.test(key));
  for (const row of TEMPLATES[service] ?? []) {
    const fits =
      row.method === method &&
      (row.subResource === undefined ? subResources.length === 0 : subResources.includes(row.subResource));
    const found = fits ? row.path.exec(path) : null;
    if (found !== null) return { operation: row.operation, parameters: decoded(found.groups ?? {}) };
  }
  return undefined;
}

function template(operation: string, method: string, uri: string): Template {
  const [path = '', subResource] = uri.split('?', 2);
  const pattern = path.replace(/\{(\w+)\+?\}/g, '(?<$1>[^/]+)');
  return { operation, method, path: new RegExp(`^${pattern}/?$`), subResource };
}

function decoded(groups: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, text(value)]));
}

function text(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // a client that does not encode a percent sign
  }
}
