import type { EmulatorApi } from '../emulator/api.ts';
import type { Call } from '../gate/call.ts';
import { type Principal, principalOf } from './caller-identity.ts';

/** Who makes calls, asked for once as long as nothing changes it. */
export interface CallerIdentities {
  of(call: Call): Promise<Principal>;
  /** Forgets what a call can have changed: roles and users, and which role a function has. */
  hear(call: Call): void;
}

/** CloudFormation changes roles and functions past the gate and is asked for its progress until the end. */
const CHANGING: Readonly<Record<string, RegExp>> = {
  iam: /^(Create|Delete|Update)(Role|User|AccessKey)$/,
  lambda: /^(?!Get|List|Invoke)/,
  cloudformation: /^(?!Get|List)/,
};

export function callerIdentities(api: EmulatorApi): CallerIdentities {
  const known = new Map<string, Promise<Principal>>();
  return {
    of({ caller, region, time }) {
      const who = caller.kind === 'function' ? caller.functionArn : (caller.sessionToken ?? '');
      const key = `${caller.accessKeyId} ${who}`;
      const asked = known.get(key) ?? principalOf(api, caller, region, time);
      known.set(key, asked);
      asked.catch(() => known.delete(key));
      return asked;
    },
    hear({ service, operation }) {
      if (CHANGING[service]?.test(operation)) known.clear();
    },
  };
}
