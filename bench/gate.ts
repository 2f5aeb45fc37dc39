import { administratorOf } from '../demo/sessions.ts';
import { emulatorApi } from '../local/emulator/api.ts';
import type { LocalAws } from '../local/local-aws.ts';
import { GATE_CALLS, type GateCall, WAYS, type Way } from './gate-calls.ts';
import { gateStage } from './gate-stage.ts';

/** Milliseconds of each call, by the way that it took. */
export interface MeasuredCall {
  readonly call: GateCall;
  readonly milliseconds: Readonly<Record<Way, readonly number[]>>;
}

/** Before the measuring: what is read once is read. */
const WARM_UP_ROUNDS = 5;

/**
 * Measures the same calls straight to the emulator and through the gate, one after the other and in turns, so that a busy machine
 * is unfair to none. Every write makes the gate forget what it has to.
 */
export async function measureGate(aws: LocalAws, rounds: number): Promise<readonly MeasuredCall[]> {
  const gate = emulatorApi(new URL(aws.endpoint));
  const emulator = emulatorApi(new URL(aws.emulator));
  const { stage, role } = await gateStage(administratorOf(aws), gate);
  const ways = { emulator: { api: emulator }, administrator: { api: gate }, role: { api: gate, credentials: role } };
  const measured = GATE_CALLS.map((call) => ({
    call,
    milliseconds: { emulator: [] as number[], administrator: [] as number[], role: [] as number[] },
  }));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    for (const { call, milliseconds } of measured) {
      for (const way of WAYS) {
        const { api, credentials } = { credentials: undefined, ...ways[way] };
        const start = performance.now();
        await call.make(api, stage, credentials);
        if (round >= 0) milliseconds[way].push(performance.now() - start);
        // What the gate does after its answer is nobody's wait, and none of the next call's either.
        await aws.settled();
      }
    }
  }
  return measured;
}
