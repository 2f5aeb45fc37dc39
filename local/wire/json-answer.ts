import type { Answer } from '../gate/call.ts';

/** The answer of a service with the JSON protocol. */
export function jsonAnswer(body: object): Answer {
  return withBody({ status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' } }, body);
}

/** The answer with another body. */
export function withBody(answer: Omit<Answer, 'body'>, body: object): Answer {
  return { ...answer, body: Buffer.from(JSON.stringify(body)) };
}
