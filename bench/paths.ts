import type { OutcomeWord } from '../lambda/core/model/outcome.ts';
import { FOREIGN_TRAIL } from './account.ts';

/**
 * A measured path of the function: one event, and the outcome that shows that it took this path.
 */
export interface Path {
  readonly title: string;
  readonly outcome: OutcomeWord;
  /** The trail of the event. Each repair needs another trail, from `unrepaired`. */
  readonly trail: (unrepaired: () => string) => string;
  readonly mostRoundTrips: number;
}

/** The trail that trailmend integrates before the measurements. */
export const OWN_TRAIL = 'bench-0';

export const PATHS: readonly Path[] = [
  { title: 'compliant, integrated by trailmend', outcome: 'COMPLIANT', trail: () => OWN_TRAIL, mostRoundTrips: 2 },
  {
    title: 'compliant, integrated by others',
    outcome: 'COMPLIANT',
    trail: () => FOREIGN_TRAIL,
    mostRoundTrips: 2,
  },
  { title: 'full repair', outcome: 'FIXED', trail: (unrepaired) => unrepaired(), mostRoundTrips: 14 },
];
