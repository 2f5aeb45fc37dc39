import type { ErrorForm } from '../wire/error-answer.ts';

/**
 * The error of services that do not throttle with `ThrottlingException`, as JSON services do.
 * Source: "Common errors" in the API references of IAM, SNS, CloudTrail and CloudWatch Logs; "Error
 * responses" in the API reference of S3 (SlowDown); Lambda API reference
 * (TooManyRequestsException).
 */
const SERVICE_ERRORS: Readonly<Record<string, ErrorForm>> = {
  iam: { code: 'Throttling', message: 'Rate exceeded', status: 400 },
  sts: { code: 'Throttling', message: 'Rate exceeded', status: 400 },
  sns: { code: 'Throttling', message: 'Rate exceeded', status: 400 },
  cloudformation: { code: 'Throttling', message: 'Rate exceeded', status: 400 },
  s3: { code: 'SlowDown', message: 'Please reduce your request rate.', status: 503 },
  lambda: { code: 'TooManyRequestsException', message: 'Rate exceeded', status: 429 },
};

const DEFAULT_ERROR: ErrorForm = { code: 'ThrottlingException', message: 'Rate exceeded', status: 400 };

/** The error of a throttled call. @param service the name that the request is signed for */
export function throttlingOf(service: string): ErrorForm {
  return SERVICE_ERRORS[service] ?? DEFAULT_ERROR;
}
