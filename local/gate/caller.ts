/** The account of the keys `test`/`test`, and of every other key that is not an account number. */
export const DEFAULT_ACCOUNT = '000000000000';
export const DEFAULT_REGION = 'us-east-1';

/**
 * Who signed a request: a Lambda function with its role's credentials, an IAM user, or any other
 * caller.
 */
export type Caller =
  | {
      readonly kind: 'function';
      readonly accessKeyId: string;
      readonly functionArn: string;
      /** The id of the process that runs the function. */
      readonly processId: number;
    }
  | {
      readonly kind: 'user';
      readonly accessKeyId: string;
      /** `arn:P:iam::A:user/PATH/NAME` */
      readonly userArn: string;
      /** `AIDA…` */
      readonly userId: string;
    }
  | { readonly kind: 'administrator'; readonly accessKeyId: string; readonly sessionToken?: string };

/** The content of a request's signature, which the gate reads and does not verify. */
export interface Signature {
  readonly caller: Caller;
  readonly region: string;
  readonly service: string;
}

/** The session token of functions, `local-aws:PROCESS:ARN`, which emulator/bin/node sets. */
const FUNCTION_TOKEN = /^local-aws:(\d+):(.+)$/;
/**
 * `Credential=KEY/DATE/REGION/SERVICE/aws4_request`, in the header or, in a presigned URL, in the
 * query.
 */
const SCOPE = /Credential=([^/\s,]+)\/[^/]*\/([^/]*)\/([^/]*)\/aws4_request/;

/**
 * Reads the caller, the Region and the service from a Signature Version 4.
 * Source: AWS Signature Version 4 signing process (IAM user guide, "Create a signed AWS API
 * request").
 */
export function signatureOf(headers: Readonly<Record<string, string>>, query: URLSearchParams): Signature {
  const presigned = `Credential=${query.get('X-Amz-Credential') ?? ''}`;
  const [, accessKeyId = 'anonymous', region = DEFAULT_REGION, service = 'unknown'] =
    SCOPE.exec(headers['authorization'] ?? '') ?? SCOPE.exec(presigned) ?? [];
  const token = headers['x-amz-security-token'] ?? query.get('X-Amz-Security-Token') ?? '';
  const [, processId, functionArn] = FUNCTION_TOKEN.exec(token) ?? [];
  const caller: Caller = functionArn
    ? { kind: 'function', accessKeyId, functionArn, processId: Number(processId) }
    : { kind: 'administrator', accessKeyId, ...(token !== '' && { sessionToken: token }) };
  return { caller, region, service };
}
