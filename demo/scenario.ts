import type { OutcomeWord } from '../lambda/core/model/outcome.ts';
import type { StackOutputs } from '../local/deploy.ts';
import type { LocalAws } from '../local/local-aws.ts';
import type { Screen } from './screen.ts';
import type { AwsSession } from './sessions.ts';
import type { Subscriber } from './subscriber.ts';

export type Mode = 'fix' | 'dry-run';

/** An account of the local AWS in which trailmend is deployed. */
export interface Stage {
  readonly aws: LocalAws;
  readonly mode: Mode;
  readonly administrator: AwsSession;
  /** The IAM user sam, who can change buckets and trails only. */
  readonly engineer: AwsSession;
  /** The name of trailmend's function. */
  readonly functionName: string;
  readonly outputs: StackOutputs;
  /** Receives what trailmend publishes to its topic. */
  readonly subscriber: Subscriber;
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

/** One scenario of the demo. Each has a file in demo/scenarios. */
export interface Scenario {
  /** What happens, in one or two sentences. */
  readonly title: string;
  /** Parameters of the stack besides Mode. A parameter that is missing here has its default. */
  readonly parameters: Readonly<Record<string, string>>;
  /** AWS CLI commands to continue with when `--keep` leaves the local AWS running. */
  readonly commands: readonly string[];
  /** The outcome that trailmend must reach. */
  readonly expectedOutcome: Readonly<Record<Mode, OutcomeWord>>;
  /**
   * Runs the scenario and prints its result.
   * @returns false when trailmend did not do what it must; the output shows what it did
   * @throws DeadlineError when something did not happen in time
   */
  readonly run: (stage: Stage) => Promise<boolean>;
}
