import { cloudformation } from './cloudformation.ts';
import { cloudtrail } from './cloudtrail.ts';
import { dynamodb } from './dynamodb.ts';
import { events } from './events.ts';
import { iam } from './iam.ts';
import { kms } from './kms.ts';
import { lambda } from './lambda.ts';
import { logs } from './logs.ts';
import { organizations } from './organizations.ts';
import { ANYTHING, type Line, type ServiceCalls } from './permission.ts';
import { s3 } from './s3.ts';
import { scheduler } from './scheduler.ts';
import { sns } from './sns.ts';
import { sqs } from './sqs.ts';
import { ssm } from './ssm.ts';
import { sts } from './sts.ts';

/** By the name for which requests are signed. */
export const SERVICES: Readonly<Record<string, ServiceCalls>> = {
  cloudformation,
  cloudtrail,
  dynamodb,
  events,
  iam,
  kms,
  lambda,
  logs,
  organizations,
  s3,
  scheduler,
  sns,
  sqs,
  ssm,
  sts,
};

/** Services without a table of their own whose IAM prefix differs from the name in signatures. */
const PREFIXES: Readonly<Record<string, string>> = { monitoring: 'cloudwatch', tagging: 'tag', email: 'ses' };

/** A permission that an operation needs, with its action's full name. */
export interface NeededLine extends Line {
  readonly action: string;
}

/**
 * What an operation needs; an operation that no table holds needs the action of its name on `*`. Where AWS has no such action,
 * or one that is asked for narrower resources, the call is refused: better than to ask the wrong question.
 */
export function linesOf(
  service: string,
  operation: string,
): { readonly known: boolean; readonly lines: readonly NeededLine[] } {
  const calls = SERVICES[service];
  const prefix = calls?.prefix ?? PREFIXES[service] ?? service;
  const lines = calls?.calls[operation];
  return {
    known: lines !== undefined,
    lines: (lines ?? [ANYTHING]).map((line) => ({ ...line, action: line.action ?? `${prefix}:${operation}` })),
  };
}
