import type { AwsError, AwsResult } from '../core/model/aws-result.ts';

/** Error names that say nothing. Node.js throws AggregateError if no address of a host answers. */
const GENERIC: ReadonlySet<string> = new Set(['Error', 'AggregateError']);

/** Makes an AWS call and translates errors of the SDK. Never rejects. */
export async function callAws<T>(operation: string, send: () => Promise<T>): Promise<AwsResult<T>> {
  try {
    return { ok: true, value: await send() };
  } catch (error) {
    return { ok: false, error: translateError(operation, error) };
  }
}

function translateError(operation: string, error: unknown): AwsError {
  if (!(error instanceof Error)) return { operation, code: 'Unknown', message: String(error) };
  const { $metadata, code } = error as { $metadata?: { requestId?: string }; code?: unknown };
  const requestId = $metadata?.requestId;
  return {
    operation,
    // Node.js describes a failed connection in `code` and not in the name.
    code: GENERIC.has(error.name) && typeof code === 'string' ? code : error.name,
    message: error instanceof AggregateError ? error.errors.map(String).join('; ') : error.message,
    ...(requestId && { requestId }),
  };
}
