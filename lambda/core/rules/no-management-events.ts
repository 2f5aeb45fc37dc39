import { describeUnrecorded } from '../integration/recording.ts';
import { judgeFact, type Rule } from './verdicts.ts';

/**
 * The trail records the management events that write. Without them EventBridge receives no events
 * of such calls either.
 */
export const noManagementEvents: Rule = (facts) =>
  judgeFact(facts.eventSelectors, 'GetEventSelectors', ({ managementEvents }) => describeUnrecorded(managementEvents));
