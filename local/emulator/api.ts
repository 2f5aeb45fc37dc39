import type * as z from 'zod/mini';
import { parseError } from '../wire/parse-error.ts';
import { type EmulatorRequest, subjectOf } from './emulator-request.ts';

/** The account and Region of a call: the emulator keeps accounts and Regions apart, as AWS does. */
export interface Where {
  readonly account: string;
  readonly region: string;
}

/** The credentials of a call that is not made as the account's administrator. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly sessionToken?: string;
}

/** The emulator's refusal of a call, with AWS's code and message. */
export class EmulatorError extends Error {
  override readonly name = 'EmulatorError';
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;
  /** The headers of the answer, with lower-case names. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, message: string, status: number, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}

/**
 * The emulator's AWS APIs for the gate itself. These calls bypass the gate: no behaviour sees them.
 */
export interface EmulatorApi {
  /**
   * Calls an operation by an AWS JSON protocol, such as `json('events', 'AWSEvents.ListRules', {},
   * where, schema)`.
   */
  json<T>(
    service: string,
    target: string,
    input: Readonly<Record<string, unknown>>,
    where: Where,
    schema: z.ZodMiniType<T>,
    credentials?: Credentials,
  ): Promise<T>;
  /** Calls an operation by a REST protocol with a JSON body. */
  rest(service: string, method: string, path: string, where: Where, options?: RestOptions): Promise<unknown>;
  /** Calls an operation by the query protocol; returns the answer's XML. */
  query(
    service: string,
    parameters: Readonly<Record<string, string>>,
    where: Where,
    credentials?: Credentials,
  ): Promise<string>;
}

interface RestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/**
 * Sends a request, or answers it from a cache.
 * @param key identifies the request among all others
 */
export type Intercept = (request: EmulatorRequest, key: string, send: () => Promise<string>) => Promise<string>;

interface RequestOptions {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** @param emulator the emulator's own address, not the gate's */
export function emulatorApi(emulator: URL, intercept: Intercept = (_request, _key, send) => send()): EmulatorApi {
  const send = (service: string, operation: string, path: string, init: RequestOptions, input = {}): Promise<string> =>
    intercept({ service, operation, subject: subjectOf(service, path, input) }, JSON.stringify([path, init]), () =>
      fetchText(new URL(path, emulator), init),
    );
  return {
    async json(service, target, input, where, schema, credentials) {
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
      const text = await send(service, target.slice(target.lastIndexOf('.') + 1), '/', {
        method: 'POST',
        headers: { ...headers, ...signatureHeaders(service, where, credentials) },
        body: JSON.stringify(input),
      });
      return schema.parse(JSON.parse(text === '' ? '{}' : text));
    },
    async rest(service, method, path, where, { headers, body } = {}) {
      const text = await send(service, `${method} ${path}`, path, {
        method,
        headers: { 'content-type': 'application/json', ...signatureHeaders(service, where), ...headers },
        ...(body !== undefined && { body }),
      });
      return text === '' ? undefined : JSON.parse(text);
    },
    query(service, parameters, where, credentials) {
      const init = {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          ...signatureHeaders(service, where, credentials),
        },
        body: new URLSearchParams(parameters).toString(),
      };
      return send(service, parameters['Action'] ?? '', '/', init, parameters);
    },
  };
}

/**
 * The emulator reads account, Region and service from the signature's scope; with AUTH off it
 * verifies no signature.
 */
function signatureHeaders(
  service: string,
  { account, region }: Where,
  credentials?: Credentials,
): Record<string, string> {
  const key = credentials?.accessKeyId ?? account;
  const token = credentials?.sessionToken;
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=unverified`,
    ...(token !== undefined && { 'x-amz-security-token': token }),
  };
}

/** Sends a request. @throws EmulatorError for an error of AWS */
async function fetchText(url: URL, init: RequestInit): Promise<string> {
  const answer = await fetch(url, init);
  const text = await answer.text();
  const headers = Object.fromEntries(answer.headers);
  // S3's redirect to another Region counts as an error, because nothing here follows it.
  const status = answer.status === 301 ? 400 : answer.status;
  const error = parseError({ status, headers, body: text });
  if (error !== undefined) throw new EmulatorError(error.code, error.message || text, answer.status, headers);
  return text;
}
