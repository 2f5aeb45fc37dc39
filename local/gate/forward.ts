import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { readBody } from '../wire/read-body.ts';
import type { Answer, Call, Next } from './call.ts';

/**
 * Headers of the connection, not of the message (RFC 9110, 7.6.1), and the length, which the gate
 * sets itself.
 */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'expect', 'content-length', 'upgrade']);
/**
 * Idle connections close before the emulator closes them (75 s), so that no request meets a closing
 * connection.
 */
const IDLE_MS = 30_000;

/**
 * The end of the chain: forwards calls to the emulator unchanged, with the caller's Host header.
 */
export function forwardTo(emulator: URL): { readonly forward: Next; close(): void } {
  const agent = new Agent({ keepAlive: true, timeout: IDLE_MS });
  const forward = (call: Call): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const outgoing = request(
        {
          agent,
          host: emulator.hostname,
          port: emulator.port,
          method: call.method,
          path: call.url,
          headers: { ...messageHeaders(call.headers), 'content-length': call.body.length },
        },
        (incoming) => {
          readBody(incoming).then(
            (body) =>
              resolve({ status: incoming.statusCode ?? 502, headers: answerHeaders(incoming.headers, call), body }),
            reject,
          );
        },
      );
      outgoing.once('error', reject);
      outgoing.end(call.body);
    });
  return { forward, close: () => agent.destroy() };
}

function messageHeaders<T>(headers: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}

/** The answer to HEAD has no body, but keeps the length of the object's. */
function answerHeaders(headers: IncomingHttpHeaders, call: Call): OutgoingHttpHeaders {
  const length = headers['content-length'];
  const bodyLength = call.method === 'HEAD' && length !== undefined ? { 'content-length': length } : {};
  return { ...messageHeaders(headers), ...bodyLength };
}
