/**
 * The `errorCode` of an error in a record. Denials are `AccessDenied` in every protocol, and IAM's
 * own errors have the names of its exceptions (`NoSuchEntityException`). Reported; no AWS document
 * lists them.
 */
export function recordedErrorCode(service: string, code: string): string {
  if (code === 'AccessDeniedException') return 'AccessDenied';
  if (service !== 'iam' || /Exception$|^AccessDenied$|^Throttling$|^ValidationError$/.test(code)) return code;
  return `${code}Exception`;
}
