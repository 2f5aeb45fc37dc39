import { jsonObject } from './json-object.ts';

/** An error as AWS tells it. */
export interface AwsError {
  /** Such as `TrailNotFoundException`; `HTTP404` when the answer does not name one. */
  readonly code: string;
  readonly message: string;
}

/** As much of an HTTP answer as tells an error; header names in lower case. */
export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/**
 * The error that an answer carries, in any of AWS's protocols: the x-amzn-errortype header, `__type` in JSON, `Code` in XML.
 * Source: Smithy AWS protocol specifications (awsJson "operation error serialization", awsQuery and restXml errors).
 */
export function parseError({ status, headers, body }: ErrorAnswer): AwsError | undefined {
  if (status < 400) return undefined;
  const json = jsonObject(body);
  const xml = json === undefined ? body : '';
  const code = firstText(headers['x-amzn-errortype'], json?.['__type'], json?.['code'], element(xml, 'Code'));
  return {
    // AWS may put a namespace before '#' and a URL behind ':'.
    code: code.replace(/^.*#/, '').replace(/:.*$/, '') || `HTTP${status}`,
    message: firstText(json?.['message'], json?.['Message'], element(xml, 'Message')),
  };
}

function firstText(...candidates: unknown[]): string {
  return candidates.find((candidate): candidate is string => typeof candidate === 'string' && candidate !== '') ?? '';
}

function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}
