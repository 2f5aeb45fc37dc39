import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LocalAwsError } from '../local-aws-error.ts';
import type { Answer, Next } from './call.ts';
import { ConnectionCut } from './connection-cut.ts';
import { readCall } from './read-call.ts';

/**
 * Idle connections stay open longer than clients keep them, so that no request meets a closing
 * connection.
 */
const IDLE_MS = 120_000;

/**
 * An HTTP server on 127.0.0.1 that reads requests as AWS calls and answers them by a chain of
 * behaviours.
 */
export interface Gate {
  readonly endpoint: URL;
  /** Starts to answer calls by this chain. Until then the gate answers 503. */
  open(chain: Next): void;
  /** Stops listening and closes all connections. */
  close(): Promise<void>;
}

/**
 * Starts to listen.
 * @param port 0 for a free one
 * @throws LocalAwsError when the port is in use or not permitted
 */
export async function bindGate(port: number): Promise<Gate> {
  let answerTo: Next | undefined;
  const server = createServer((request, response) => {
    void serve(request, response, answerTo);
  });
  server.keepAliveTimeout = IDLE_MS;
  server.requestTimeout = 0;
  await listen(server, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    endpoint: new URL(`http://127.0.0.1:${bound}`),
    open(chain) {
      answerTo = chain;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, answerTo: Next | undefined): Promise<void> {
  let answer: Answer;
  try {
    const call = await readCall(request, new Date());
    answer = answerTo === undefined ? unavailable('it is still starting') : await answerTo(call);
  } catch (error) {
    if (error instanceof ConnectionCut) {
      request.socket.resetAndDestroy();
      return;
    }
    // The emulator has ended, or a behaviour failed: the caller gets an error that it can retry.
    answer = unavailable(error instanceof Error ? error.message : String(error));
  }
  response.writeHead(answer.status, { 'content-length': answer.body.length, ...answer.headers });
  response.end(answer.body);
}

function unavailable(why: string): Answer {
  const body = JSON.stringify({
    __type: 'ServiceUnavailableException',
    message: `The local AWS cannot answer: ${why}.`,
  });
  return { status: 503, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: Buffer.from(body) };
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
}

function listenError(error: NodeJS.ErrnoException, port: number): LocalAwsError {
  if (error.code === 'EADDRINUSE') {
    return new LocalAwsError(`Port ${port} of 127.0.0.1 is in use: choose another one, or none to get a free one.`);
  }
  if (error.code === 'EACCES') {
    return new LocalAwsError(`You are not permitted to use port ${port} of 127.0.0.1: choose one above 1023.`);
  }
  return new LocalAwsError(`The local AWS cannot listen on port ${port} of 127.0.0.1: ${error.message}.`);
}
