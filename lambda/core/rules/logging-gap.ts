import { gapSince } from '../integration/recording.ts';
import { HEALTHY, judgeFact, type Rule } from './verdicts.ts';

/** The trail has recorded without a gap since the last look. Only sweeps judge it. */
export const loggingGap: Rule = ({ status }, _settings, { logging }) =>
  logging ? judgeFact(status, 'GetTrailStatus', (seen) => gapSince(seen, logging)) : HEALTHY;
