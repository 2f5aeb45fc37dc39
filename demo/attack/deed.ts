import type { Notice, Way } from './notices.ts';
import type { Scene } from './scene.ts';

/** What an attacker is allowed to do: the service whose calls the deed makes. */
export const POWERS = [
  'cloudtrail',
  'logs',
  'iam',
  'events',
  'scheduler',
  'lambda',
  'sns',
  'dynamodb',
  's3',
  'no permission',
] as const;
export type Power = (typeof POWERS)[number];

/** When people were notified: after the event of the deed, or by the nth sweep after it. */
export type When = 'event' | 'sweep 1' | 'sweep 2';

/** One deed of an attacker, and what people must be notified of. */
export interface Deed {
  readonly power: Power;
  /** What the attacker does, in a few words. */
  readonly title: string;
  /** Found in the subject, the text or the rules of a message. The message names the trail too. */
  readonly expected: RegExp;
  /**
   * The first message, and how many to the topic report the deed at most. docs/threat-model.md
   * quotes it.
   */
  readonly reported: { readonly when: When; readonly way: Way; readonly messages: number };
  /**
   * The trail of the deed, which trailmend knows as healthy before the attack. Default: one that
   * delivers to its owner's log group. `none`: the deed concerns trailmend itself, so it is played
   * alone.
   */
  readonly trail?: ((scene: Scene, trail: string) => Promise<void>) | 'none';
  /** What happens to the trail before the sweep that precedes the deed. */
  readonly before?: (scene: Scene, trail: string) => Promise<unknown>;
  /** Whether EventBridge loses the events of the deed. */
  readonly isUnseen?: true;
  /**
   * Attacks. `trail` is the name of the deed and of its trail.
   * @returns after a deed against trailmend itself, a function that restores it
   */
  readonly act: (scene: Scene, trail: string) => Promise<unknown>;
  /** What is wrong although a message arrived. Undefined: nothing. */
  readonly flaw?: (scene: Scene, trail: string, notices: readonly Notice[]) => Promise<string | undefined>;
}

export type Deeds = Readonly<Record<string, Deed>>;
