import { randomUUID } from 'node:crypto';
import type { Answer } from '../gate/call.ts';

/** An error with which CloudTrail refuses a call. */
export interface Refusal {
  /** AWS's code, such as `InvalidTrailNameException`. */
  readonly code: string;
  readonly message: string;
}

/**
 * The answer of a refused call: status 400 for every error, and `Message` with a capital.
 * Source: raw answers of UpdateTrail (terraform-provider-aws pull request 1820) and of
 * GetEventSelectors (aws-sdk-go-v2 issue 1957).
 */
export function refusalAnswer({ code, message }: Refusal): Answer {
  return {
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() },
    body: Buffer.from(JSON.stringify({ __type: code, Message: message })),
  };
}

/** Runs checks in their order until one refuses. */
export async function firstRefusal(
  checks: readonly (() => Promise<Refusal | undefined> | Refusal | undefined)[],
): Promise<Refusal | undefined> {
  for (const check of checks) {
    const refusal = await check();
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
