import type * as z from 'zod/mini';
import { errorOf } from '../wire/parse-error.ts';
import { type Asked, subjectOf } from './emulator-request.ts';

/** Where a call is made: the emulator keeps accounts and regions apart, as AWS does. */
export interface Where {
  readonly account: string;
  readonly region: string;
}

/** Whose credentials a call carries, when it is not the account's administrator. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly sessionToken?: string;
}

/** The emulator refused a call, with AWS's code and message. */
export class EmulatorError extends Error {
  override readonly name = 'EmulatorError';
  readonly code: string;
  /** Of HTTP. */
  readonly status: number;
  /** Of the answer; lower-case names. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, message: string, status: number, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}

/** The AWS APIs of the emulator as the gate itself uses them, past the gate: none of these calls is seen by a behaviour. */
export interface EmulatorApi {
  /** A call by an AWS JSON protocol, such as `json('events', 'AWSEvents.ListRules', {}, where, schema)`. */
  json<T>(
    service: string,
    target: string,
    input: Readonly<Record<string, unknown>>,
    where: Where,
    schema: z.ZodMiniType<T>,
    credentials?: Credentials,
  ): Promise<T>;
  /** A call by a REST protocol with a JSON body. */
  rest(service: string, method: string, path: string, where: Where, options?: RestOptions): Promise<unknown>;
  /** A call by the query protocol; gives the answer's XML. */
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

/** The way of a request: sends it, or knows its answer. @param text all that tells the request from others */
export type Through = (asked: Asked, text: string, send: () => Promise<string>) => Promise<string>;

interface Sent {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** @param emulator its own address, not the gate's */
export function emulatorApi(emulator: URL, through: Through = (_asked, _text, send) => send()): EmulatorApi {
  const fetched = async (path: string, init: RequestInit): Promise<string> => {
    const answer = await fetch(new URL(path, emulator), init);
    const text = await answer.text();
    const headers = Object.fromEntries(answer.headers);
    // S3's redirect to another region is an error as well: nobody follows it here.
    const status = answer.status === 301 ? 400 : answer.status;
    const error = errorOf({ status, headers, body: text });
    if (error !== undefined) throw new EmulatorError(error.code, error.message || text, answer.status, headers);
    return text;
  };
  const send = (service: string, operation: string, path: string, init: Sent, input = {}): Promise<string> =>
    through({ service, operation, subject: subjectOf(service, path, input) }, JSON.stringify([path, init]), () =>
      fetched(path, init),
    );
  return {
    async json(service, target, input, where, schema, credentials) {
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
      const text = await send(service, target.slice(target.lastIndexOf('.') + 1), '/', {
        method: 'POST',
        headers: { ...headers, ...signed(service, where, credentials) },
        body: JSON.stringify(input),
      });
      return schema.parse(JSON.parse(text === '' ? '{}' : text));
    },
    async rest(service, method, path, where, { headers, body } = {}) {
      const text = await send(service, `${method} ${path}`, path, {
        method,
        headers: { 'content-type': 'application/json', ...signed(service, where), ...headers },
        ...(body !== undefined && { body }),
      });
      return text === '' ? undefined : JSON.parse(text);
    },
    query(service, parameters, where, credentials) {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...signed(service, where, credentials) },
        body: new URLSearchParams(parameters).toString(),
      };
      return send(service, parameters['Action'] ?? '', '/', init, parameters);
    },
  };
}

/** The emulator reads account, region and service from the signature's scope and, with AUTH off, verifies nothing. */
function signed(service: string, { account, region }: Where, credentials?: Credentials): Record<string, string> {
  const key = credentials?.accessKeyId ?? account;
  const token = credentials?.sessionToken;
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=unverified`,
    ...(token !== undefined && { 'x-amz-security-token': token }),
  };
}
