import { parseError } from '../wire/parse-error.ts';
import type { Answer, Behaviour, Call } from './call.ts';
import { ConnectionCut } from './connection-cut.ts';

/** A call that passed the gate, for tests and benchmarks. */
export interface PassedCall {
  /** The name that the request was signed for: `cloudtrail`, `logs`, `iam`, `sns`, `s3`, … */
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  /** `function`: a Lambda function with the credentials of its role. `user`: an IAM user. */
  readonly caller: Call['caller']['kind'];
  /** The ARN of the calling function. */
  readonly functionArn?: string;
  /** The HTTP status of the answer; 0 when the connection was cut instead. */
  readonly status: number;
  /** AWS's error code; absent when the call succeeded. */
  readonly errorCode?: string;
  /** When the request arrived, ISO 8601 in UTC. */
  readonly time: string;
  /** How long the caller waited for the answer. */
  readonly milliseconds: number;
  /** Parameters of JSON and query protocols. */
  readonly input?: Readonly<Record<string, unknown>>;
}

/** Stands in for the answer that a cut connection did not deliver. */
const NO_ANSWER: Answer = { status: 0, headers: {}, body: Buffer.alloc(0) };

/** The calls that passed the gate. */
export interface CallLog {
  readonly behaviour: Behaviour;
  /** The calls so far, in the order of their answers. */
  readonly calls: () => readonly PassedCall[];
}

/** Logs every call. Not AWS behaviour: it shows tests what was called. */
export function callLog(): CallLog {
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
        if (error instanceof ConnectionCut) passed.push(passedCall(call, NO_ANSWER, performance.now() - start));
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
