import { randomUUID } from 'node:crypto';
import type { Answer, Call } from '../gate/call.ts';
import { escapedXml } from './xml.ts';

/** An error of a service. */
export interface ErrorForm {
  readonly code: string;
  readonly message: string;
  /** HTTP status, 400 to 599. */
  readonly status: number;
}

/**
 * An error in the protocol of the call: AWS JSON (`__type`), query and S3 (XML), else REST with
 * JSON (the x-amzn-errortype header).
 * Source: Smithy AWS protocol specifications, "operation error serialization" of awsJson1.1,
 * awsQuery, restXml and restJson1.
 */
export function errorAnswer(call: Call, { code, message, status }: ErrorForm): Answer {
  const requestId = randomUUID();
  const form = formOf(call, code, message, status < 500 ? 'Sender' : 'Receiver', requestId);
  const body = Buffer.from(call.method === 'HEAD' ? '' : form.body);
  return { status, headers: { 'x-amzn-requestid': requestId, ...form.headers }, body };
}

interface Form {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function formOf(call: Call, code: string, message: string, fault: string, requestId: string): Form {
  const contentType = call.headers['content-type'] ?? '';
  if (call.headers['x-amz-target'] !== undefined) {
    return { headers: { 'content-type': contentType }, body: JSON.stringify({ __type: code, message }) };
  }
  const content = `<Code>${escapedXml(code)}</Code><Message>${escapedXml(message)}</Message>`;
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    const error = `<Error><Type>${fault}</Type>${content}</Error>`;
    return xml(`<ErrorResponse>${error}<RequestId>${requestId}</RequestId></ErrorResponse>`);
  }
  if (call.service === 's3') return xml(`<Error>${content}<RequestId>${requestId}</RequestId></Error>`);
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': code };
  return { headers, body: JSON.stringify({ message }) };
}

function xml(body: string): Form {
  return { headers: { 'content-type': 'text/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>${body}` };
}
