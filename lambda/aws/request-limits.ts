/** The limits of the requests of one client. */
export interface RequestLimits {
  /** Requests at a time. The others wait without a timeout. */
  readonly mostAtOnce: number;
  /** How long a request waits for its response, in milliseconds. */
  readonly responseMs: number;
}

/** The part of a request handler of the SDK that this file wraps. */
interface RequestHandler<Request, Response> {
  handle: (request: Request, options?: { readonly abortSignal?: AbortSignal }) => Promise<Response>;
}

/** Every tick takes a turn of the event loop, in which responses that have arrived are read. */
const TICKS = 20;

/**
 * Limits how many requests a handler sends at a time, and how long each waits for its response.
 *
 * The timeouts of the SDK also run while a request waits for a socket, and a process that gets too
 * little CPU time runs their timers before it reads the responses that have arrived. This timeout
 * begins when the request is sent and counts turns of the event loop, so it ends no request whose
 * response the process only had no time to read.
 */
export function limitRequests<Request, Response>(
  handler: RequestHandler<Request, Response>,
  { mostAtOnce, responseMs }: RequestLimits,
): void {
  const send = handler.handle.bind(handler);
  const waiting: (() => void)[] = [];
  let free = mostAtOnce;
  handler.handle = async (request, options) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((start) => waiting.push(start));
    try {
      return await withTimeout((abortSignal) => send(request, { ...options, abortSignal }), responseMs);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

async function withTimeout<T>(send: (abortSignal: AbortSignal) => Promise<T>, ms: number): Promise<T> {
  const controller = new AbortController();
  let ticks = 0;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      ticks += 1;
      if (ticks < TICKS) return;
      reject(timeoutError(ms));
      controller.abort();
    }, ms / TICKS);
  });
  try {
    return await Promise.race([send(controller.signal), timeout]);
  } finally {
    clearInterval(timer);
  }
}

/** The SDK retries errors of this name. */
function timeoutError(ms: number): Error {
  return Object.assign(new Error(`no response within ${ms} ms`), { name: 'TimeoutError' });
}
