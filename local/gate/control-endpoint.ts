import { LocalAwsError } from '../local-aws-error.ts';
import type { Answer, Behaviour } from './call.ts';

type Method = 'GET' | 'PUT' | 'DELETE';

/** The actions of a path, by method. The endpoint answers with their results as JSON. */
export type ControlActions = Readonly<Partial<Record<Method, (body: Buffer) => unknown>>>;

/** The prefix of the paths that control the local AWS itself by HTTP. No AWS API has such paths. */
export const CONTROL = '/_trailmend/';

/**
 * A path that controls the local AWS, for tools in any language. All answers are JSON: 400 with the
 * message of a LocalAwsError that an action throws, 405 for a method without an action.
 */
export function controlEndpoint(path: string, actions: ControlActions): Behaviour {
  const methods = Object.keys(actions);
  return async (call, next) => {
    if (call.url !== path) return next(call);
    const action = actions[call.method as Method];
    if (action === undefined) {
      return json(405, { message: `${path} accepts ${methods.join(' and ')}, not ${call.method}.` });
    }
    try {
      return json(200, await action(call.body));
    } catch (error) {
      if (error instanceof LocalAwsError) return json(400, { message: error.message });
      throw error;
    }
  };
}

/** Answers 404, with the list of paths, to any other path below the prefix. */
export function unknownControlPath(paths: readonly string[]): Behaviour {
  return async (call, next) => {
    if (!call.url.startsWith(CONTROL)) return next(call);
    return json(404, { message: `The local AWS has no control path ${call.url}. Use one of ${paths.join(', ')}.` });
  };
}

/**
 * Parses a body as JSON, without validating it.
 * @param name for the message, such as `A fault plan`
 * @throws LocalAwsError when the body is not JSON
 */
export function parseControlBody(body: Buffer, name: string): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new LocalAwsError(`${name} has to be JSON: a list of entries.`);
  }
}

function json(status: number, value: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(`${JSON.stringify(value)}\n`) };
}
