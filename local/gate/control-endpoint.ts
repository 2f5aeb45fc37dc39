import { LocalAwsError } from '../local-aws-error.ts';
import type { Answer, Behaviour } from './call.ts';

type Method = 'GET' | 'PUT' | 'DELETE';

/** What a path does, by method; what it gives is answered as JSON. */
export type ControlActions = Readonly<Partial<Record<Method, (body: Buffer) => unknown>>>;

/** Where the local AWS itself is asked and told by HTTP: no AWS API has paths like these. */
export const CONTROL = '/_trailmend/';

/**
 * A path of the local AWS's own, for tools that are not in TypeScript. All answers are JSON; 400 with the message of a
 * LocalAwsError that an action throws, 405 for a method that has none.
 */
export function controlEndpoint(path: string, actions: ControlActions): Behaviour {
  const methods = Object.keys(actions);
  return async (call, next) => {
    if (call.url !== path) return next(call);
    const action = actions[call.method as Method];
    if (action === undefined) {
      return json(405, { message: `${path} takes ${methods.join(' and ')}, not ${call.method}.` });
    }
    try {
      return json(200, await action(call.body));
    } catch (error) {
      if (error instanceof LocalAwsError) return json(400, { message: error.message });
      throw error;
    }
  };
}

/** Tells who asks for any other path of the local AWS's own that it has none like it. */
export function unknownControlPath(paths: readonly string[]): Behaviour {
  return async (call, next) => {
    if (!call.url.startsWith(CONTROL)) return next(call);
    return json(404, { message: `There is no ${call.url} here, only ${paths.join(', ')}.` });
  };
}

/**
 * Whatever JSON a body is: whom it is for judges it.
 * @param name such as `A fault plan`, for the message
 * @throws LocalAwsError when it is none
 */
export function parseControlBody(body: Buffer, name: string): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new LocalAwsError(`${name} is JSON: a list of entries.`);
  }
}

function json(status: number, value: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(`${JSON.stringify(value)}\n`) };
}
