import type { OutcomeWord } from '../lambda/core/model/outcome.ts';
import type { LocalAws } from '../local/local-aws.ts';
import type { Caller } from './callers.ts';
import type { Screen } from './screen.ts';
import type { Subscriber } from './subscriber.ts';

export type Mode = 'fix' | 'dry-run';

/** Everything that a scenario plays with: an account in which trailmend is deployed. */
export interface Stage {
  readonly aws: LocalAws;
  readonly mode: Mode;
  readonly administrator: Caller;
  /** An IAM user who is no administrator. */
  readonly engineer: Caller;
  /** The name of the stack's function. */
  readonly functionName: string;
  /** To the topic of the stack. */
  readonly subscriber: Subscriber;
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

/** A story that the demo tells: one file each. */
export interface Scenario {
  /** What happens, for the first line of the output. */
  readonly title: string;
  /** Parameters of the stack beside Mode; those left out take their default. */
  readonly parameters: Readonly<Record<string, string>>;
  /** AWS CLI commands with which somebody may go on when the local AWS is kept. */
  readonly commands: readonly string[];
  /** The outcome that trailmend should end with. */
  readonly ends: Readonly<Record<Mode, OutcomeWord>>;
  /**
   * Plays it and shows what came of it.
   * @returns whether trailmend did what it should; what it did not do has been shown
   * @throws DeadlineError when something did not come about in time
   */
  readonly play: (stage: Stage) => Promise<boolean>;
}
