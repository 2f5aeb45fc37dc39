import { parseError } from '../wire/parse-error.ts';
import type { Answer, Behaviour, Call } from './call.ts';
import { ConnectionCut } from './connection-cut.ts';

/** A call that passed the gate, for tests and benchmarks. */
export interface PassedCall {
  /** The name that the request was signed for: `cloudtrail`, `logs`, `iam`, `sns`, `s3`, … */
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  /** `function`: by a Lambda function with the credentials of its role. */
  readonly caller: 'function' | 'administrator';
  /** The function, when the caller is one. */
  readonly functionArn?: string;
  /** HTTP status of the answer; 0 when the connection was cut instead. */
  readonly status: number;
  /** AWS's error code when the call failed. */
  readonly errorCode?: string;
  /** When the request arrived, ISO 8601 in UTC. */
  readonly time: string;
  /** How long the caller waited for the answer. */
  readonly milliseconds: number;
  /** Parameters of JSON and query protocols. */
  readonly input?: Readonly<Record<string, unknown>>;
}

const CUT: Answer = { status: 0, headers: {}, body: Buffer.alloc(0) };

/** Remembers every call in the order of their answers. Not AWS behaviour: it is how tests see what was done. */
export function callLog(): { readonly behaviour: Behaviour; readonly calls: () => readonly PassedCall[] } {
  const passed: PassedCall[] = [];
  return {
    calls: () => [...passed],
    behaviour: async (call, next) => {
      const start = performance.now();
      try {
        const answer = await next(call);
        passed.push(passedCall(call, answer, performance.now() - start));
        return answer;
      } catch (error) {
        if (error instanceof ConnectionCut) passed.push(passedCall(call, CUT, performance.now() - start));
        throw error;
      }
    },
  };
}

function passedCall(call: Call, answer: Answer, milliseconds: number): PassedCall {
  const error = parseError({ ...answer, body: answer.body.toString('utf8') });
  return {
    service: call.service,
    operation: call.operation,
    region: call.region,
    caller: call.caller.kind,
    ...(call.caller.kind === 'function' && { functionArn: call.caller.functionArn }),
    status: answer.status,
    ...(error !== undefined && { errorCode: error.code }),
    time: call.time.toISOString(),
    milliseconds,
    ...(call.input !== undefined && { input: call.input }),
  };
}
