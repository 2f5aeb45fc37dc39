import type { AwsError, AwsResult } from '../core/model/aws-result.ts';

/** Names of errors that say nothing; Node tries every address of a host and gathers what went wrong in an AggregateError. */
const GENERIC: ReadonlySet<string> = new Set(['Error', 'AggregateError']);

/** Makes an AWS call. The one place where errors of the SDK are translated; it never rejects. */
export async function callAws<T>(operation: string, send: () => Promise<T>): Promise<AwsResult<T>> {
  try {
    return { ok: true, value: await send() };
  } catch (error) {
    return { ok: false, error: translated(operation, error) };
  }
}

function translated(operation: string, error: unknown): AwsError {
  if (!(error instanceof Error)) return { operation, code: 'Unknown', message: String(error) };
  const { $metadata, code } = error as { $metadata?: { requestId?: string }; code?: unknown };
  const requestId = $metadata?.requestId;
  return {
    operation,
    // A connection that failed is no error of AWS: what went wrong stands in Node's `code`, not in the name.
    code: GENERIC.has(error.name) && typeof code === 'string' ? code : error.name,
    message: error instanceof AggregateError ? error.errors.map(String).join('; ') : error.message,
    ...(requestId && { requestId }),
  };
}
