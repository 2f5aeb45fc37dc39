import type { Answer, Call } from '../gate/call.ts';
import { errorAnswer } from '../wire/error-answer.ts';

/** What a denial says. */
export interface Denial {
  /** `arn:P:sts::A:assumed-role/NAME/SESSION` */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** The end of the sentence: the reason. */
  readonly detail: string;
}

/**
 * Services that write action names in their own way. Source: reported denials by these services.
 */
const ACTION_SPELLINGS: Readonly<Record<string, (action: string) => string>> = {
  sns: (action) => action.replace(/^sns:/, 'SNS:'),
  sqs: (action) => action.toLowerCase(),
};
/**
 * Error codes of query and XML services, other than `AccessDenied`. Source: "Common Errors" in
 * their API references.
 */
const XML_CODES: Readonly<Record<string, string>> = { sns: 'AuthorizationError', ec2: 'UnauthorizedOperation' };

/**
 * The answer that denies a call, in the protocol of the call.
 * Source: IAM user guide, "Troubleshoot access denied error messages" (the sentence); "Common
 * Errors" of each service's API reference (AccessDeniedException with 400 in JSON protocols and 403
 * in REST ones, AccessDenied with 403 in query and XML).
 */
export function accessDenied(call: Call, { principal, action, resource, detail }: Denial): Answer {
  const actionName = ACTION_SPELLINGS[call.service]?.(action) ?? action;
  const quotedResource = call.service === 's3' ? `"${resource}"` : resource;
  const why = detail.replaceAll(action, actionName);
  const message = `User: ${principal} is not authorized to perform: ${actionName} on resource: ${quotedResource} ${why}`;
  if (call.headers['x-amz-target'] !== undefined) {
    const answer = errorAnswer(call, { code: 'AccessDeniedException', message, status: 400 });
    return { ...answer, headers: { ...answer.headers, ...olderProtocolHeaders(call) } };
  }
  const code = speaksXml(call) ? (XML_CODES[call.service] ?? 'AccessDenied') : 'AccessDeniedException';
  return errorAnswer(call, { code, message, status: 403 });
}

function speaksXml({ service, headers }: Call): boolean {
  return service === 's3' || (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
}

/**
 * SQS also sends the code of its older protocol, which SDKs prefer. Source: Smithy,
 * awsQueryCompatible trait.
 */
function olderProtocolHeaders({ service }: Call): Record<string, string> {
  return service === 'sqs' ? { 'x-amzn-query-error': 'AccessDenied;Sender' } : {};
}
