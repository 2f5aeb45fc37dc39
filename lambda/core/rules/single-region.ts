import { HEALTHY, judgeTrail, type Rule, violated } from './verdicts.ts';

/** The trail records every Region. */
export const singleRegion: Rule = (facts) =>
  judgeTrail(facts, ({ isMultiRegion }) =>
    isMultiRegion
      ? HEALTHY
      : violated('GetTrail', `the trail records only ${facts.id.region} (IsMultiRegionTrail is false)`),
  );
