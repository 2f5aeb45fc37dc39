import { judgeFact, type Rule } from './verdicts.ts';

/** The trail records management events. Without them EventBridge receives no events either. */
export const noManagementEvents: Rule = (facts) =>
  judgeFact(facts.eventSelectors, 'GetEventSelectors', ({ logsManagementEvents }) =>
    logsManagementEvents ? undefined : 'no event selector of the trail includes management events',
  );
