import { jsonObject } from './json-object.ts';

/** An error of AWS. */
export interface AwsError {
  /** Such as `TrailNotFoundException`; `HTTP404` and the like when the answer carries no code. */
  readonly code: string;
  readonly message: string;
}

/** The parts of an HTTP answer that carry an error; header names in lower case. */
export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/**
 * The error in an answer, in any of AWS's protocols, or undefined for a success: the
 * x-amzn-errortype header, `__type` in JSON, `Code` in XML.
 * Source: Smithy AWS protocol specifications (awsJson "operation error serialization", awsQuery and
 * restXml errors).
 */
export function parseError({ status, headers, body }: ErrorAnswer): AwsError | undefined {
  if (status < 400) return undefined;
  const json = jsonObject(body);
  const xml = json === undefined ? body : '';
  const code = firstText(headers['x-amzn-errortype'], json?.['__type'], json?.['code'], element(xml, 'Code'));
  return {
    // AWS may put a namespace before '#' and a URL after ':'.
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
