import { randomUUID } from 'node:crypto';
import type { Answer, Call } from '../gate/call.ts';
import { escapedXml } from './xml.ts';

/**
 * A successful answer of the query protocol: lists as `member` elements, structures as elements by
 * their names. Members without a value are left out.
 * Source: Smithy awsQuery protocol specification, "Response serialization".
 * @param namespace of the service's XML
 */
export function queryAnswer({ operation }: Call, namespace: string, result: object): Answer {
  const requestId = randomUUID();
  const body = [
    `<${operation}Response xmlns="${namespace}">`,
    `<${operation}Result>${xmlOf(result)}</${operation}Result>`,
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`,
    `</${operation}Response>`,
  ].join('');
  return {
    status: 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: Buffer.from(body),
  };
}

function xmlOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((one) => `<member>${xmlOf(one)}</member>`).join('');
  if (typeof value !== 'object' || value === null) return escapedXml(String(value));
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined && inner !== null)
    .map(([name, inner]) => `<${name}>${xmlOf(inner)}</${name}>`)
    .join('');
}
