import type { Notice } from './notices.ts';
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

/** One deed of an attacker, and what people must be notified of. */
export interface Deed {
  readonly power: Power;
  /** What the attacker does, in a few words. */
  readonly title: string;
  /** Found in the subject, the text or the rules of a message. The message names the trail too. */
  readonly expected: RegExp;
  /**
   * The trail of the deed, which trailmend knows as healthy before the attack. Default: one that
   * delivers to its owner's log group. `none`: the deed concerns trailmend itself, so it is played
   * alone.
   */
  readonly trail?: ((scene: Scene, trail: string) => Promise<void>) | 'none';
  /** Whether EventBridge loses the events of the deed. */
  readonly isUnseen?: true;
  /** Attacks. `trail` is the name of the deed and of its trail. */
  readonly act: (scene: Scene, trail: string) => Promise<unknown>;
  /** Restores trailmend after a deed against it. */
  readonly undo?: (scene: Scene) => Promise<unknown>;
  /** The deed counts from a sweep of so many days later on. */
  readonly daysLater?: number;
  /** What is wrong although a message arrived. Undefined: nothing. */
  readonly flaw?: (scene: Scene, trail: string, notices: readonly Notice[]) => Promise<string | undefined>;
}

export type Deeds = Readonly<Record<string, Deed>>;
