import { HEALTHY, judgedTrail, type Rule, violated } from './verdicts.ts';

/** The trail records every region. */
export const singleRegion: Rule = (facts) =>
  judgedTrail(facts, ({ isMultiRegion }) =>
    isMultiRegion ? HEALTHY : violated('GetTrail', `the trail records ${facts.id.region} alone (IsMultiRegionTrail)`),
  );
