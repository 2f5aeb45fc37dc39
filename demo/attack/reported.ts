import type { Deed } from './deed.ts';

/** Ways in which the message about a deed arrives. */
export const BY_EVENT: Deed['reported'] = { when: 'event', way: 'topic', messages: 1 };
export const BY_SWEEP: Deed['reported'] = { when: 'sweep 1', way: 'topic', messages: 1 };
/** A rule publishes it without the function. */
export const BY_RULE: Deed['reported'] = { when: 'event', way: 'watch rule', messages: 1 };
/** Nobody reads the topic. */
export const BY_BUS: Deed['reported'] = { when: 'sweep 1', way: 'event bus', messages: 0 };
