import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * Serves a result to all suites of a run of the tests. The first suite that requests it starts the
 * work. No suite gets the result of another run, which could be outdated.
 * @param variable the environment variable that gets the URL
 */
export async function serveOnce(variable: string, work: () => Promise<unknown>): Promise<void> {
  let result: Promise<unknown> | undefined;
  const server = createServer(async (_, response) => {
    result ??= work();
    const [status, body] = await result.then(
      (value) => [200, JSON.stringify(value)] as const,
      (error: Error) => [500, error.message] as const,
    );
    response.writeHead(status, { connection: 'close' }).end(body);
  });
  await once(server.listen(0, '127.0.0.1').unref(), 'listening');
  const address = server.address();
  if (typeof address === 'object') process.env[variable] = `http://127.0.0.1:${address?.port}`;
}

/**
 * What `serveOnce` serves.
 * @throws Error with the message of the work that failed
 */
export async function servedOnce<T>(variable: string): Promise<T> {
  const response = await fetch(`${process.env[variable]}`);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as T;
}
