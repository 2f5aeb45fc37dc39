/**
 * Stands in for `@smithy/core/event-streams` in the bundle: only operations that stream events need it (StartLiveTail and the
 * like), and the function calls none. One that did would fail with this message.
 */
function unavailable(): never {
  throw new Error("trailmend's bundle leaves out event streams: see infra/bundle.ts");
}

/** The client asks at construction; what it would get is used by streaming operations alone. */
export function resolveEventStreamSerdeConfig<T>(config: T): T {
  return config;
}

export const eventStreamSerdeProvider: () => never = unavailable;

export class EventStreamSerde {
  constructor() {
    unavailable();
  }
}
