import type { OutcomeWord } from '../lambda/core/model/outcome.ts';
import { FOREIGN_TRAIL } from './account.ts';

/** What is measured: one event, and the outcome that shows that it took the path that is meant. */
export interface Path {
  readonly title: string;
  readonly outcome: OutcomeWord;
  /** The trail of an event. Trails that are to be repaired are used up. */
  readonly trail: (unrepaired: () => string) => string;
  readonly mostRoundTrips: number;
}

/** The trail that the bench lets trailmend integrate first. */
export const OWN_TRAIL = 'bench-0';

export const PATHS: readonly Path[] = [
  { title: 'compliant, integrated by trailmend', outcome: 'COMPLIANT', trail: () => OWN_TRAIL, mostRoundTrips: 2 },
  {
    title: 'compliant, integrated by others',
    outcome: 'COMPLIANT',
    trail: () => FOREIGN_TRAIL,
    mostRoundTrips: 2,
  },
  { title: 'full repair', outcome: 'FIXED', trail: (unrepaired) => unrepaired(), mostRoundTrips: 7 },
];

/** The most that the function's code may weigh. */
export const MOST_BYTES = 500_000;
