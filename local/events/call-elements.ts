import { parseXML } from '@aws-sdk/xml-builder';
import type { Answer, Call } from '../gate/call.ts';
import { jsonObject } from '../wire/json-object.ts';
import { queryParameters } from './query-parameters.ts';
import { toRecordFields } from './record-fields.ts';
import { RECORDED, type RecordedService } from './recorded-operations.ts';
import { matchRestWrite } from './rest-operations.ts';

type Elements = Readonly<Record<string, unknown>>;
type Protocol = RecordedService['protocol'];

/** The `requestParameters` of a call's record; null when it has none. */
export function requestParameters(call: Call): Elements | null {
  const service = RECORDED[call.service];
  if (service === undefined) return null;
  if (service.protocol === 'rest-xml') return bucketParameters(call);
  return orNull(toRecordFields(call.service, service, inputOf(protocolOf(service, call), call)));
}

/**
 * The `responseElements` of a successful call's record; null when the answer has no members.
 * Source: records published with Elastic Beats and DataDog's Stratus Red Team (StartLogging,
 * StopLogging and DeleteTrail have null); the S3 user guide for null of every bucket operation; the
 * AWS KMS developer guide for `keyId` (since December 2022, whatever the answer holds). Assumed for
 * the rest: what an answer has in its API model is in the record.
 */
export function responseElements(call: Call, answer: Answer, account: string): Elements | null {
  const service = RECORDED[call.service];
  if (service === undefined || service.protocol === 'rest-xml') return null;
  if (service.writes[call.operation]?.answers === true) {
    return orNull(toRecordFields(call.service, service, outputOf(protocolOf(service, call), call, answer)));
  }
  const keyId = call.service === 'kms' ? call.input?.['KeyId'] : undefined;
  if (typeof keyId !== 'string' || keyId.startsWith('alias/')) return null;
  return { keyId: keyId.startsWith('arn:') ? keyId : `arn:aws:kms:${call.region}:${account}:key/${keyId}` };
}

/** CloudWatch accepts the JSON protocol beside the query protocol. */
function protocolOf({ protocol }: RecordedService, { headers }: Call): Protocol {
  return protocol === 'query' && headers['x-amz-target'] !== undefined ? 'json' : protocol;
}

function inputOf(protocol: Protocol, call: Call): Elements {
  if (protocol === 'json') return call.input ?? {};
  if (protocol === 'query') return queryParameters(call.input ?? {});
  const { path, query } = split(call.url);
  const inPath = matchRestWrite(call.service, call.method, path, query)?.parameters ?? {};
  return { ...inPath, ...Object.fromEntries(query), ...(call.input ?? {}) };
}

function outputOf(protocol: Protocol, call: Call, { body }: Answer): unknown {
  if (protocol !== 'query') return jsonObject(body.toString('utf8')) ?? {};
  const answer = parseXML(body.toString('utf8'))[`${call.operation}Response`];
  return xmlValue(answer?.[`${call.operation}Result`] ?? {});
}

/** Lists are `member` elements, maps `entry` elements with a key and a value. */
function xmlValue(value: unknown): unknown {
  if (!isElement(value)) return value;
  const { member, entry, ...others } = value;
  if (member !== undefined) return [member].flat().map(xmlValue);
  if (entry !== undefined) {
    const entries = [entry].flat().filter(isElement);
    return Object.fromEntries(entries.map((one) => [one['key'], one['value']]));
  }
  return Object.fromEntries(Object.entries(others).map(([name, inner]) => [name, xmlValue(inner)]));
}

function isElement(value: unknown): value is Elements {
  return typeof value === 'object' && value !== null;
}

/**
 * S3's records name the bucket, the host and the sub-resource, and carry the body under its root
 * element's own name.
 * Source: S3 user guide, "Example: CloudTrail log file entries for Amazon S3" (PutBucketPolicy and
 * PutBucketAcl among them).
 */
function bucketParameters(call: Call): Elements {
  const { path, query } = split(call.url);
  const subResources = [...query].filter(([name]) => !/^(x-id|X-Amz-.*)$/.test(name));
  const bucketName = decodeURIComponent(path.split('/')[1] ?? '');
  return { bucketName, Host: call.headers['host'] ?? '', ...Object.fromEntries(subResources), ...bucketBody(call) };
}

function bucketBody({ operation, body }: Call): Elements {
  if (body.length === 0) return {};
  const text = body.toString('utf8');
  if (operation === 'PutBucketPolicy') return { bucketPolicy: jsonObject(text) ?? text };
  try {
    return parseXML(text);
  } catch {
    return {}; // not XML: the record of a call that S3 refuses
  }
}

function split(url: string): { readonly path: string; readonly query: URLSearchParams } {
  const [path = '/', search = ''] = url.split('?', 2);
  return { path, query: new URLSearchParams(search) };
}

function orNull(value: unknown): Elements | null {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0 ? { ...value } : null;
}
