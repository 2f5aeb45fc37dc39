import { subscribe } from 'node:diagnostics_channel';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { Call } from '../local/gate/call.ts';
import { readCall } from '../local/gate/read-call.ts';

/** The operations that went out together, for each round trip. */
export type RoundTrips = readonly (readonly string[])[];

/** Turns of the event loop without a new request after which this process can only be waiting for answers. */
const QUIET_TURNS = 500;

interface Held {
  readonly call: Call;
  readonly response: ServerResponse;
}

/**
 * A proxy in the caller's own process that answers in lockstep: it holds every request until the process has nothing left to
 * do but wait, and then answers them all together. So every call takes equally long, and the number of rounds is the number
 * of serial round trips, whatever the machine's speed.
 */
export async function lockstep(upstream: string): Promise<{
  readonly endpoint: string;
  readonly roundTrips: () => RoundTrips;
  readonly reset: () => void;
}> {
  const rounds: string[][] = [];
  let held: Held[] = [];
  let started = 0;
  let answered = 0;
  subscribe('http.client.request.start', () => {
    started += 1;
  });

  const server = createServer(async (request, response) => {
    held.push({ call: await readCall(request, new Date()), response });
    if (held.length === 1) void release();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();

  async function release(): Promise<void> {
    let seen = started;
    for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
      await turn();
      if (started !== seen || held.length < started - answered) quiet = 0;
      seen = started;
    }
    const round = held;
    held = [];
    rounds.push(round.map(({ call }) => call.operation).toSorted());
    const answers = await Promise.all(round.map(({ call }) => passed(upstream, call)));
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

/** By fetch, whose requests are not among those that are counted. */
async function passed(upstream: string, { method, url, headers, body }: Call) {
  const { connection: _, 'content-length': __, 'transfer-encoding': ___, expect: ____, host: _____, ...kept } = headers;
  const answer = await fetch(new URL(url, upstream), { method, headers: kept, body: body.length > 0 ? body : null });
  return {
    status: answer.status,
    headers: { 'content-type': answer.headers.get('content-type') ?? '' },
    body: Buffer.from(await answer.arrayBuffer()),
  };
}
