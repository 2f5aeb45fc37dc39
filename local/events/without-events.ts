import type { Behaviour } from '../gate/call.ts';
import type { CallerIdentities } from './caller-identities.ts';

/** Makes no events, and keeps the identities of callers correct. */
export function withoutEvents(identities: CallerIdentities): Behaviour {
  return async (call, next) => {
    const answer = await next(call);
    identities.invalidate(call);
    return answer;
  };
}
