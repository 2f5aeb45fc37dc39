import { judgeTrail, type Rule } from './verdicts.ts';

/** The trail records every Region. */
export const singleRegion: Rule = (facts) =>
  judgeTrail(facts, ({ isMultiRegion }) =>
    isMultiRegion ? undefined : `the trail records only ${facts.id.region} (IsMultiRegionTrail is false)`,
  );
