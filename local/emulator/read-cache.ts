import type { Behaviour } from '../gate/call.ts';
import { EmulatorError } from './api.ts';
import { type EmulatorRequest, isRead, mayChange, subjectOf } from './emulator-request.ts';
import type { StackOperations } from './stack-operations.ts';

/** The gate's own reads of the emulator, cached until a write may have changed them. */
export interface ReadCache {
  /**
   * For the gate's own requests: returns the cached answer to a read, or sends the request.
   * @param key identifies the request among all others
   */
  intercept(request: EmulatorRequest, key: string, send: () => Promise<string>): Promise<string>;
  /**
   * For all calls: sees what they write. It stands last in the chain, so that it misses no write.
   */
  readonly behaviour: Behaviour;
}

/**
 * Services that change only through requests and CloudFormation. Not among them: logs (functions
 * write their own), lambda, sqs, and tagging (which reads the tags of every service).
 */
const CACHED_SERVICES = /^(cloudtrail|iam|kms|organizations|s3|sns)$/;

/** A full cache is emptied, because long runs keep meeting new roles. */
const MAXIMUM_ENTRIES = 1_000;

interface CachedRead {
  readonly request: EmulatorRequest;
  readonly answer: Promise<string>;
}

/**
 * Not AWS behaviour: it makes the gate fast. The emulator takes milliseconds to answer, and one
 * UpdateTrail makes the gate send about twenty requests.
 */
export function readCache(stacks: StackOperations): ReadCache {
  const cached = new Map<string, CachedRead>();
  stacks.onIdle(() => cached.clear());
  const invalidate = (write: EmulatorRequest) => {
    for (const [key, { request }] of cached) if (mayChange(write, request)) cached.delete(key);
  };
  const invalidating = async <T>(write: EmulatorRequest, send: () => Promise<T>): Promise<T> => {
    try {
      return await send();
    } finally {
      // A read that started before the write ended may have seen either state.
      invalidate(write);
    }
  };
  return {
    async intercept(request, key, send) {
      if (!isRead(request)) return invalidating(request, send);
      if (!CACHED_SERVICES.test(request.service) || !(await stacks.areIdle())) return send();
      const earlier = cached.get(key);
      if (earlier !== undefined) return earlier.answer;
      if (cached.size >= MAXIMUM_ENTRIES) cached.clear();
      const answer = send();
      cached.set(key, { request, answer });
      // A refusal, such as of a resource that does not exist, stays cached; a failed read does not.
      answer.catch((error: unknown) => {
        const isRefusal = error instanceof EmulatorError && error.status < 500;
        if (!isRefusal && cached.get(key)?.answer === answer) cached.delete(key);
      });
      return answer;
    },
    behaviour(call, next) {
      const { service, operation, url, input = {} } = call;
      const request = { service, operation, subject: subjectOf(service, url, input) };
      return isRead(request) ? next(call) : invalidating(request, () => next(call));
    },
  };
}
