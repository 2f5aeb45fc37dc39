import { HEALTHY, judgeFact, type Rule, violated } from './verdicts.ts';

/** The trail records management events. Without them EventBridge receives no events either. */
export const noManagementEvents: Rule = (facts) =>
  judgeFact(facts.eventSelectors, 'GetEventSelectors', ({ logsManagementEvents }) =>
    logsManagementEvents
      ? HEALTHY
      : violated('GetEventSelectors', 'no event selector of the trail includes management events'),
  );
