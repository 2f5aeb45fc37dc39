import { randomUUID } from 'node:crypto';
import type { Answer } from '../gate/call.ts';

/** Why CloudTrail does not do what it was asked to do. */
export interface Refusal {
  /** AWS's code, such as `InvalidTrailNameException`. */
  readonly code: string;
  readonly message: string;
}

/**
 * A refusal as CloudTrail answers it: status 400, whatever the error, with `Message` written with a capital.
 * Source: raw answers of UpdateTrail (terraform-provider-aws pull request 1820) and of GetEventSelectors (aws-sdk-go-v2 issue 1957).
 */
export function refusalAnswer({ code, message }: Refusal): Answer {
  return {
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() },
    body: Buffer.from(JSON.stringify({ __type: code, Message: message })),
  };
}

/** The first of these checks that refuses; those behind it are not asked. */
export async function firstRefusal(
  checks: readonly (() => Promise<Refusal | undefined> | Refusal | undefined)[],
): Promise<Refusal | undefined> {
  for (const check of checks) {
    const refusal = await check();
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
