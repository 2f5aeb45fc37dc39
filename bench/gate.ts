import { administratorOf } from '../demo/sessions.ts';
import { emulatorApi } from '../local/emulator/api.ts';
import type { LocalAws } from '../local/local-aws.ts';
import { GATE_CALLS, type GateCall, ROUTES, type Route } from './gate-calls.ts';
import { gateStage } from './gate-stage.ts';

/** The milliseconds of a call in each round, by its route. */
export interface MeasuredCall {
  readonly call: GateCall;
  readonly milliseconds: Readonly<Record<Route, readonly number[]>>;
}

/** Rounds before the measurement, which fill caches. */
const WARM_UP_ROUNDS = 5;

/**
 * Measures the same calls straight to the emulator and through the gate, one at a time and in
 * turns, so that a busy machine affects all routes alike. Every write makes the gate discard cached
 * state.
 */
export async function measureGate(aws: LocalAws, rounds: number): Promise<readonly MeasuredCall[]> {
  const gate = emulatorApi(new URL(aws.endpoint));
  const emulator = emulatorApi(new URL(aws.emulator));
  const { stage, role } = await gateStage(administratorOf(aws), gate);
  const routes = { emulator: { api: emulator }, administrator: { api: gate }, role: { api: gate, credentials: role } };
  const measured = GATE_CALLS.map((call) => ({
    call,
    milliseconds: { emulator: [] as number[], administrator: [] as number[], role: [] as number[] },
  }));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    for (const { call, milliseconds } of measured) {
      for (const route of ROUTES) {
        const { api, credentials } = { credentials: undefined, ...routes[route] };
        const start = performance.now();
        await call.make(api, stage, credentials);
        if (round >= 0) milliseconds[route].push(performance.now() - start);
        // Work of the gate after its answer must not add to the next call.
        await aws.settled();
      }
    }
  }
  return measured;
}
