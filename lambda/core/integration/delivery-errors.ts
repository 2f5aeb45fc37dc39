/** What an error of a delivery to CloudWatch Logs is about. */
export type DeliveryErrorKind = 'access' | 'key' | 'size' | 'throttling' | 'service' | 'unknown';

/**
 * The first matching row applies. AWS documents none of these texts: those of access are the ones
 * with which UpdateTrail refuses a role, the others are errors of CloudWatch Logs, which
 * GetTrailStatus is assumed to repeat.
 */
const KINDS: readonly { readonly kind: DeliveryErrorKind; readonly text: RegExp }[] = [
  // Denials by the policy of a key also say "access denied".
  { kind: 'key', text: /\bkms[ :.]|\bkms\w*exception\b|\bkey\b.*\b(disabled|pending|does not exist|not found)/i },
  { kind: 'access', text: /access ?denied|not authorized/i },
  { kind: 'size', text: /too large|exceeds (the )?(maximum|limit)/i },
  { kind: 'throttling', text: /throttl|rate exceeded|too ?many ?requests|limit ?exceeded/i },
  { kind: 'service', text: /unavailable|internal ?(error|failure|server)|try again|timed? ?out/i },
];

/** @param error LatestCloudWatchLogsDeliveryError of GetTrailStatus */
export function kindOfDeliveryError(error: string): DeliveryErrorKind {
  return KINDS.find(({ text }) => text.test(error))?.kind ?? 'unknown';
}

/** Whether the error may be the fault of the role or the log group. An unknown text may be. */
export function mayBlameTarget(error: string): boolean {
  const kind = kindOfDeliveryError(error);
  return kind === 'access' || kind === 'unknown';
}
