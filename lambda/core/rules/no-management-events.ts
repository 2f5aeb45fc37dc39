import { HEALTHY, judged, type Rule, violated } from './verdicts.ts';

/** The trail records management events, without which nobody sees who changed what, and EventBridge hears of nothing. */
export const noManagementEvents: Rule = (facts) =>
  judged(facts.eventSelectors, 'GetEventSelectors', ({ logsManagementEvents }) =>
    logsManagementEvents ? HEALTHY : violated('GetEventSelectors', 'no selector of the trail takes management events'),
  );
