import type { Behaviour } from '../gate/call.ts';
import { EmulatorError } from './api.ts';
import { type Asked, changes, isRead, subjectOf } from './emulator-request.ts';
import type { StackWork } from './stack-operations.ts';

/** What the gate has read of the emulator, kept until a write may have changed it. */
export interface KeptReads {
  /** For the gate's own requests: what was read before is not asked again. @param text all that tells the request from others */
  through(asked: Asked, text: string, send: () => Promise<string>): Promise<string>;
  /** For everybody's: sees what they write. Nearest to the emulator, so that no write is missed. */
  readonly behaviour: Behaviour;
}

/**
 * Services of which nothing changes but by requests and by CloudFormation. Not among them: logs (functions' own), lambda, sqs, tagging
 * (of what every service tags).
 */
const KEPT = /^(cloudtrail|iam|kms|organizations|s3|sns)$/;

/** Then all is forgotten: long runs ask about ever new roles. */
const MOST = 1_000;

interface Kept {
  readonly asked: Asked;
  readonly answer: Promise<string>;
}

/**
 * Not AWS behaviour: it is what makes the gate quick. An answer of the emulator takes milliseconds, and a call of UpdateTrail makes the
 * gate ask for twenty.
 */
export function keptReads(work: StackWork): KeptReads {
  const kept = new Map<string, Kept>();
  work.afterWork(() => kept.clear());
  const written = (write: Asked) => {
    for (const [text, { asked }] of kept) if (changes(write, asked)) kept.delete(text);
  };
  const forgetting = async <T>(write: Asked, send: () => Promise<T>): Promise<T> => {
    try {
      return await send();
    } finally {
      // A read that began before the write's end may have seen either.
      written(write);
    }
  };
  return {
    async through(asked, text, send) {
      if (!isRead(asked)) return forgetting(asked, send);
      if (!KEPT.test(asked.service) || !(await work.rests())) return send();
      const before = kept.get(text);
      if (before !== undefined) return before.answer;
      if (kept.size >= MOST) kept.clear();
      const answer = send();
      kept.set(text, { asked, answer });
      // That something does not exist may be kept as well; what could not be asked is asked again.
      answer.catch((error: unknown) => {
        const said = error instanceof EmulatorError && error.status < 500;
        if (!said && kept.get(text)?.answer === answer) kept.delete(text);
      });
      return answer;
    },
    behaviour(call, next) {
      const { service, operation, url, input = {} } = call;
      const asked = { service, operation, subject: subjectOf(service, url, input) };
      return isRead(asked) ? next(call) : forgetting(asked, () => next(call));
    },
  };
}
