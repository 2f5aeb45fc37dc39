import type { EmulatorApi } from '../emulator/api.ts';
import type { Call } from '../gate/call.ts';
import { type CallerIdentity, readCallerIdentity } from './caller-identity.ts';

/** A cache of the identities of callers. */
export interface CallerIdentities {
  of(call: Call): Promise<CallerIdentity>;
  /** Drops what a call may have changed: roles, users, and the roles of functions. */
  invalidate(call: Call): void;
}

/**
 * Calls that change identities. CloudFormation changes roles and functions past the gate while
 * clients poll it.
 */
const CHANGES: Readonly<Record<string, RegExp>> = {
  iam: /^(Create|Delete|Update)(Role|User|AccessKey)$/,
  lambda: /^(?!Get|List|Invoke)/,
  cloudformation: /^(?!Get|List)/,
};

function sessionOf(caller: Call['caller']): string {
  if (caller.kind === 'function') return caller.functionArn;
  return caller.kind === 'user' ? caller.userArn : (caller.sessionToken ?? '');
}

export function callerIdentities(api: EmulatorApi): CallerIdentities {
  const known = new Map<string, Promise<CallerIdentity>>();
  return {
    of({ caller, region, time }) {
      const session = sessionOf(caller);
      const key = `${caller.accessKeyId} ${session}`;
      const identity = known.get(key) ?? readCallerIdentity(api, caller, region, time);
      known.set(key, identity);
      identity.catch(() => known.delete(key));
      return identity;
    },
    invalidate({ service, operation }) {
      if (CHANGES[service]?.test(operation)) known.clear();
    },
  };
}
