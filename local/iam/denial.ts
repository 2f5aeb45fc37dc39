import type { Answer, Call } from '../gate/call.ts';
import { errorAnswer } from '../wire/error-answer.ts';

/** A refusal as it is told. */
export interface Denial {
  /** `arn:P:sts::A:assumed-role/NAME/SESSION` */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** The end of the sentence: why. */
  readonly detail: string;
}

/** Services that spell actions in their own way. Source: denials by these services, reported from the field. */
const SPELLED: Readonly<Record<string, (action: string) => string>> = {
  sns: (action) => action.replace(/^sns:/, 'SNS:'),
  sqs: (action) => action.toLowerCase(),
};
/** Query and XML services: the code, where it is not `AccessDenied`. Source: "Common Errors" in their API references. */
const CODES: Readonly<Record<string, string>> = { sns: 'AuthorizationError', ec2: 'UnauthorizedOperation' };

/**
 * The answer to a call that is not allowed, in the protocol of the call.
 * Source: IAM user guide, "Troubleshoot access denied error messages" (the sentence); "Common Errors" of each service's API
 * reference (AccessDeniedException with 400 in JSON protocols and 403 in REST ones, AccessDenied with 403 in query and XML).
 */
export function denied(call: Call, { principal, action, resource, detail }: Denial): Answer {
  const spelled = SPELLED[call.service]?.(action) ?? action;
  const on = call.service === 's3' ? `"${resource}"` : resource;
  const why = detail.replaceAll(action, spelled);
  const message = `User: ${principal} is not authorized to perform: ${spelled} on resource: ${on} ${why}`;
  if (call.headers['x-amz-target'] !== undefined) {
    const answer = errorAnswer(call, { code: 'AccessDeniedException', message, status: 400 });
    return { ...answer, headers: { ...answer.headers, ...alsoForOlderClients(call) } };
  }
  const code = speaksXml(call) ? (CODES[call.service] ?? 'AccessDenied') : 'AccessDeniedException';
  return errorAnswer(call, { code, message, status: 403 });
}

function speaksXml({ service, headers }: Call): boolean {
  return service === 's3' || (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
}

/** SQS tells the code of its older protocol as well, and SDKs prefer that. Source: Smithy, awsQueryCompatible trait. */
function alsoForOlderClients({ service }: Call): Record<string, string> {
  return service === 'sqs' ? { 'x-amzn-query-error': 'AccessDenied;Sender' } : {};
}
