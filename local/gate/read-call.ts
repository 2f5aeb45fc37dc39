import type { IncomingMessage } from 'node:http';
import { jsonObject } from '../wire/json-object.ts';
import { readBody } from '../wire/read-body.ts';
import type { Call } from './call.ts';
import { signatureOf } from './caller.ts';
import { operationOf } from './operation.ts';

/**
 * Larger bodies are uploads, which are not parsed: parameters of control-plane calls are far
 * smaller.
 */
const MAXIMUM_PARSED_BYTES = 2 * 1024 * 1024;

/** Reads a complete HTTP request as an AWS call. */
export async function readCall(request: IncomingMessage, time: Date): Promise<Call> {
  const body = await readBody(request);
  const method = request.method ?? 'GET';
  const url = request.url ?? '/';
  const [path = '/', search = ''] = url.split('?', 2);
  const query = new URLSearchParams(search);
  const headers = joinedHeaders(request.headers);
  const signature = signatureOf(headers, query);
  const form = isForm(headers, body) ? new URLSearchParams(body.toString('utf8')) : new URLSearchParams();
  const operation = operationOf({ method, path, query, headers, form, service: signature.service });
  const input = form.size > 0 ? Object.fromEntries(form) : jsonInput(headers, body);
  return { time, method, url, headers, body, operation, ...signature, ...(input !== undefined && { input }) };
}

function joinedHeaders(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

function isForm(headers: Readonly<Record<string, string>>, body: Buffer): boolean {
  return (
    body.length <= MAXIMUM_PARSED_BYTES &&
    (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
  );
}

function jsonInput(headers: Readonly<Record<string, string>>, body: Buffer): Record<string, unknown> | undefined {
  if (body.length > MAXIMUM_PARSED_BYTES || !/json/.test(headers['content-type'] ?? '')) return undefined;
  return jsonObject(body.toString('utf8'));
}
