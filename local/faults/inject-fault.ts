import { setTimeout as wait } from 'node:timers/promises';
import type { Answer, Call, Next } from '../gate/call.ts';
import { ConnectionCut } from '../gate/connection-cut.ts';
import { errorAnswer } from '../wire/error-answer.ts';
import type { Fault } from './plan.ts';
import { throttlingOf } from './throttling.ts';

/** Lets a call meet a fault. @throws ConnectionCut when the caller gets no answer */
export async function injectFault(fault: Fault, call: Call, next: Next): Promise<Answer> {
  switch (fault.kind) {
    case 'error':
      if (fault.effect === 'after') await next(call);
      return errorAnswer(call, fault);
    case 'throttling':
      return errorAnswer(call, throttlingOf(call.service));
    case 'lost-request':
      throw new ConnectionCut('the request was lost on purpose');
    case 'lost-response':
      await next(call);
      throw new ConnectionCut('the response was lost on purpose');
    case 'latency':
      await wait(fault.milliseconds);
      return next(call);
    case 'kill':
      if (fault.effect === 'after') await next(call);
      kill(call);
      throw new ConnectionCut('the function was killed on purpose');
  }
}

function kill({ caller }: Call): void {
  // The process waits for this answer, so it still has this id.
  if (caller.kind === 'function') process.kill(caller.processId, 'SIGKILL');
}
