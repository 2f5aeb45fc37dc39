/**
 * The code that a record has for an error, where it is not the API's.
 * Refusals by IAM are `AccessDenied` whatever the protocol calls them, and IAM's own
 * errors have the names of its exceptions (`NoSuchEntityException`). Reported; no document lists them.
 */
export function recordedErrorCode(service: string, code: string): string {
  if (code === 'AccessDeniedException') return 'AccessDenied';
  if (service !== 'iam' || /Exception$|^AccessDenied$|^Throttling$|^ValidationError$/.test(code)) return code;
  return `${code}Exception`;
}
