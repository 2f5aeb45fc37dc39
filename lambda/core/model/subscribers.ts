/**
 * Who receives the messages that trailmend publishes to its topic. `filtered`: every confirmed
 * subscription that trailmend checked has a filter policy, which can drop them.
 */
export type Subscribers = 'some' | 'none' | 'filtered' | 'no-topic';

/** Why nobody may receive the messages; undefined for `some`. */
export function describeSubscribers(subscribers: Subscribers): string | undefined {
  switch (subscribers) {
    case 'some':
      return undefined;
    case 'none':
      return 'The topic of trailmend has no confirmed subscription, so nobody receives its messages.';
    case 'filtered':
      return 'Every subscription to the topic of trailmend has a filter policy, which can drop its messages.';
    case 'no-topic':
      return 'The topic of trailmend does not exist, so nobody receives its messages.';
  }
}
