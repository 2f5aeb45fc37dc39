import { subscribe } from 'node:diagnostics_channel';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { Call } from '../local/gate/call.ts';
import { readCall } from '../local/gate/read-call.ts';

/** For each round trip, the operations that were sent together. */
export type RoundTrips = readonly (readonly string[])[];

/**
 * After this many turns of the event loop without a new request, the process can only be waiting
 * for responses.
 */
const QUIET_TURNS = 500;

interface PendingRequest {
  readonly call: Call;
  readonly response: ServerResponse;
}

/**
 * A proxy in the process of the caller that answers in lockstep. It collects requests until the
 * process can only wait, and then answers all of them together. Every call takes equally long, so
 * the number of rounds is the number of serial round trips, whatever the speed of the machine.
 */
export async function lockstep(upstream: string): Promise<{
  readonly endpoint: string;
  readonly roundTrips: () => RoundTrips;
  readonly reset: () => void;
}> {
  const rounds: string[][] = [];
  let pending: PendingRequest[] = [];
  let started = 0;
  let answered = 0;
  subscribe('http.client.request.start', () => {
    started += 1;
  });

  const server = createServer(async (request, response) => {
    pending.push({ call: await readCall(request, new Date()), response });
    if (pending.length === 1) void release();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();

  async function release(): Promise<void> {
    let known = started;
    for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
      await turn();
      if (started !== known || pending.length < started - answered) quiet = 0;
      known = started;
    }
    const round = pending;
    pending = [];
    rounds.push(round.map(({ call }) => call.operation).toSorted());
    const answers = await Promise.all(round.map(({ call }) => forward(upstream, call)));
    answered += round.length;
    for (const [index, { response }] of round.entries()) {
      const answer = answers[index];
      if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
    }
  }

  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    roundTrips: () => [...rounds],
    reset: () => {
      rounds.length = 0;
    },
  };
}

/** Uses fetch, because its requests are not counted. */
async function forward(upstream: string, { method, url, headers, body }: Call) {
  const { connection: _, 'content-length': __, 'transfer-encoding': ___, expect: ____, host: _____, ...kept } = headers;
  const answer = await fetch(new URL(url, upstream), { method, headers: kept, body: body.length > 0 ? body : null });
  return {
    status: answer.status,
    headers: { 'content-type': answer.headers.get('content-type') ?? '' },
    body: Buffer.from(await answer.arrayBuffer()),
  };
}
