import * as z from 'zod/mini';
import { EmulatorError } from '../../local/emulator/api.ts';
import type { Attacker, Stage } from './stage.ts';
import type { Targets } from './targets.ts';

/** What an attempt is made with. */
export interface Means {
  readonly attacker: Attacker;
  readonly targets: Targets;
  /** A call of a JSON protocol for which there is no SDK client here. */
  readonly json: (service: string, target: string, input: object) => Promise<unknown>;
  /** A call of a REST protocol for which there is no SDK client here. */
  readonly rest: (service: string, method: string, path: string, body?: object) => Promise<unknown>;
}

/** A call by the role of the function that trailmend never makes, or makes only otherwise. */
export interface Attempt {
  readonly what: string;
  /** Which permission is missing, such as `iam:CreateRole`. */
  readonly action: string;
  /** In dry-run, where an earlier one is missing. */
  readonly actionInDryRun?: string;
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

/** How a call ended: `done`, or AWS's code, HTTP status and message. */
export async function endOf(call: Promise<unknown>): Promise<string> {
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
 * The denial of an action in AWS's words.
 * Source: IAM user guide, "Troubleshoot access denied error messages"; for the codes, "Common Errors" of each API reference.
 */
export function denialOf(action: string, principal: string): RegExp {
  const code = String.raw`(AccessDenied(Exception)? \(40[03]\)|AuthorizationError(Exception)? \(403\))`;
  const spelled = action.replace(/^sns:/, 'SNS:');
  const said = action.startsWith('sqs:') ? spelled.toLowerCase() : spelled;
  const why = `(because no identity-based policy allows the ${said} action|with an explicit deny in an identity-based policy)`;
  return new RegExp(`^${code}: User: ${principal} is not authorized to perform: ${said} on resource: \\S+ ${why}$`);
}
