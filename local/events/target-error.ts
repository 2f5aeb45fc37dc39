/**
 * EventBridge could not deliver an event to a target; `code` is EventBridge's, such as
 * `NO_PERMISSIONS` or `THROTTLING`.
 */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  readonly code: string;
  readonly retryable: boolean;

  constructor(code: string, message: string, retryable = false) {
    super(message);
    this.code = code;
    this.retryable = retryable;
  }
}
