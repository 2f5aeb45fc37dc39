/** What the user can correct. Its message names the input and what to do. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

const SIGN_IN = 'Sign in again, for example with "aws sso login" or "aws login".';

/** By the name of an error of the SDK, or of Node.js, what to do. */
const ADVICE: readonly { readonly names: RegExp; readonly says: string }[] = [
  {
    names: /^(CredentialsProviderError|ProviderError|TokenProviderError)$/,
    says: 'No AWS credentials: use --profile, set AWS_PROFILE or AWS_ACCESS_KEY_ID, or sign in with "aws sso login".',
  },
  {
    names: /^(ExpiredToken|ExpiredTokenException|RequestExpired)$/,
    says: `The AWS credentials are expired. ${SIGN_IN}`,
  },
  {
    names: /^(InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|AuthFailure|InvalidAccessKeyId)$/,
    says: 'AWS does not accept these credentials. Check the profile, and the Region of the account.',
  },
  {
    names: /^(AccessDenied|AccessDeniedException|UnauthorizedOperation)$/,
    says: 'AWS denied the call to this caller. Use other credentials, or allow the call.',
  },
  {
    names: /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET|ETIMEDOUT|TimeoutError|EHOSTUNREACH)$/,
    says: 'AWS is not reachable. Check --endpoint-url or AWS_ENDPOINT_URL, the Region, and the network.',
  },
];

/** One sentence for people about an error, and what AWS or the machine said. */
export function explain(error: unknown): string {
  if (error instanceof UserError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { readonly code?: unknown };
  const names = [error.name, ...(typeof code === 'string' ? [code] : [])];
  const advice = ADVICE.find((one) => names.some((name) => one.names.test(name)));
  const said = causeOf(error).replaceAll(/\s+/g, ' ').trim();
  return advice ? `${advice.says} (${said})` : said;
}

/** Node.js throws an AggregateError without a message if no address of a host answers. */
function causeOf(error: Error): string {
  return error instanceof AggregateError ? error.errors.map(String).join('; ') : `${error.name}: ${error.message}`;
}
