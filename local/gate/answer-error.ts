import type { Answer } from './call.ts';
import { jsonObject } from './read-call.ts';

/** An error as AWS tells it. */
export interface AnswerError {
  readonly code: string;
  readonly message: string;
}

/**
 * The error that an answer carries, in any of AWS's protocols: the x-amzn-errortype header, `__type` in JSON, `Code` in XML.
 * Source: Smithy AWS protocol specifications (awsJson "operation error serialization", awsQuery and restXml errors).
 */
export function errorOf(answer: Answer): AnswerError | undefined {
  if (answer.status < 400) return undefined;
  const json = jsonObject(answer.body);
  const xml = json === undefined ? answer.body.toString('utf8') : '';
  const code = firstText(answer.headers['x-amzn-errortype'], json?.['__type'], json?.['code'], element(xml, 'Code'));
  return {
    // AWS may put a namespace before '#' and a URL behind ':'.
    code: code.replace(/^.*#/, '').replace(/:.*$/, '') || `HTTP${answer.status}`,
    message: firstText(json?.['message'], json?.['Message'], element(xml, 'Message')),
  };
}

function firstText(...candidates: unknown[]): string {
  return candidates.find((candidate): candidate is string => typeof candidate === 'string' && candidate !== '') ?? '';
}

function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}
