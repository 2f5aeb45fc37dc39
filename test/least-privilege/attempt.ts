import * as z from 'zod/mini';
import { EmulatorError } from '../../local/emulator/api.ts';
import type { Attacker, Stage } from './stage.ts';
import type { Targets } from './targets.ts';

/** The credentials, the targets and the clients of an attempt. */
export interface Means {
  readonly attacker: Attacker;
  readonly targets: Targets;
  /** A call with a JSON protocol, for a service without an SDK client in this project. */
  readonly json: (service: string, target: string, input: object) => Promise<unknown>;
  /** A call with a REST protocol, for a service without an SDK client in this project. */
  readonly rest: (service: string, method: string, path: string, body?: object) => Promise<unknown>;
}

/**
 * A call with the function's role that trailmend never makes, or makes only with other parameters.
 */
export interface Attempt {
  readonly what: string;
  /** The missing permission, such as `iam:CreateRole`. */
  readonly action: string;
  /** The missing permission in dry-run mode, where it is another one. */
  readonly actionInDryRun?: string;
  /** The missing permission where the role may write no roles, if it is another one. */
  readonly actionWithoutRoleWrites?: string;
  readonly send: (means: Means) => Promise<unknown>;
}

export function meansOf({ api, where }: Stage, attacker: Attacker, targets: Targets): Means {
  const { accessKeyId, sessionToken } = attacker.credentials;
  return {
    attacker,
    targets,
    json: (service, target, input) => api.json(service, target, { ...input }, where, z.unknown(), attacker.credentials),
    rest: (service, method, path, body) => {
      const scope = `${accessKeyId}/20260101/${where.region}/${service}/aws4_request`;
      const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=unverified`;
      const headers = { authorization, 'x-amz-security-token': sessionToken };
      return api.rest(service, method, path, where, { headers, ...(body && { body: JSON.stringify(body) }) });
    },
  };
}

/** The result of a call: `done`, or AWS's code, HTTP status and message. */
export async function resultOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'done';
  } catch (error) {
    if (error instanceof EmulatorError) return `${error.code} (${error.status}): ${error.message}`;
    const { name, message, $metadata }: { name: string; message: string; $metadata?: { httpStatusCode?: number } } =
      Object(error);
    return `${name} (${$metadata?.httpStatusCode}): ${message}`;
  }
}

/**
 * The pattern of AWS's message for a denied action.
 * Source: IAM user guide, "Troubleshoot access denied error messages"; for the codes, "Common
 * Errors" of each API reference.
 */
export function denialOf(action: string, principal: string): RegExp {
  const code = String.raw`(AccessDenied(Exception)? \(40[03]\)|AuthorizationError(Exception)? \(403\))`;
  const spelled = action.replace(/^sns:/, 'SNS:');
  const quoted = action.startsWith('sqs:') ? spelled.toLowerCase() : spelled;
  const reason = `(because no identity-based policy allows the ${quoted} action|with an explicit deny in an identity-based policy)`;
  return new RegExp(
    `^${code}: User: ${principal} is not authorized to perform: ${quoted} on resource: \\S+ ${reason}$`,
  );
}
