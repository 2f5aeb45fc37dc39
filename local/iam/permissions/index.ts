import { cloudformation } from './cloudformation.ts';
import { cloudtrail } from './cloudtrail.ts';
import { cloudwatch } from './cloudwatch.ts';
import { dynamodb } from './dynamodb.ts';
import { events } from './events.ts';
import { iam } from './iam.ts';
import { kms } from './kms.ts';
import { lambda } from './lambda.ts';
import { logs } from './logs.ts';
import { organizations } from './organizations.ts';
import { ANY_RESOURCE, type Permission, type ServicePermissions } from './permission.ts';
import { s3 } from './s3.ts';
import { scheduler } from './scheduler.ts';
import { sns } from './sns.ts';
import { sqs } from './sqs.ts';
import { ssm } from './ssm.ts';
import { sts } from './sts.ts';

/** By the name that requests are signed for. */
export const SERVICES: Readonly<Record<string, ServicePermissions>> = {
  cloudformation,
  cloudtrail,
  dynamodb,
  events,
  iam,
  kms,
  lambda,
  logs,
  monitoring: cloudwatch,
  organizations,
  s3,
  scheduler,
  sns,
  sqs,
  ssm,
  sts,
};

/** Services without a table whose IAM prefix differs from the name that requests are signed for. */
const PREFIXES: Readonly<Record<string, string>> = { tagging: 'tag', email: 'ses' };

/** A permission with the full name of its action. */
export interface NamedPermission extends Permission {
  readonly action: string;
}

/** The permissions of one operation. */
export interface OperationPermissions {
  /** Whether a table lists the operation. */
  readonly known: boolean;
  readonly permissions: readonly NamedPermission[];
}

/**
 * The permissions that an operation requires. An operation that no table lists requires the action
 * with its name on `*`. Where AWS has no such action, or one that supports narrower resources,
 * access control refuses the call: a wrong resource would give a wrong decision.
 */
export function permissionsOf(service: string, operation: string): OperationPermissions {
  const table = SERVICES[service];
  const prefix = table?.prefix ?? PREFIXES[service] ?? service;
  const permissions = table?.operations[operation];
  return {
    known: permissions !== undefined,
    permissions: (permissions ?? [ANY_RESOURCE]).map((permission) => ({
      ...permission,
      action: permission.action ?? `${prefix}:${operation}`,
    })),
  };
}
