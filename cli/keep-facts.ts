import type { ReadPorts } from '../lambda/app/command-ports.ts';
import type { TrailFacts } from '../lambda/core/model/facts.ts';

/** Ports that keep what they read, because records do not contain it. */
export interface KeepingPorts {
  readonly ports: ReadPorts;
  /** What was read last about each trail, by its ARN. */
  readonly facts: ReadonlyMap<string, TrailFacts>;
}

export function keepFacts(ports: ReadPorts): KeepingPorts {
  const facts = new Map<string, TrailFacts>();
  const observe: ReadPorts['observe'] = async (...request) => {
    const seen = await ports.observe(...request);
    facts.set(seen.id.arn, seen);
    return seen;
  };
  return { ports: { ...ports, observe }, facts };
}
