import { recordingFrom } from '../integration/recording.ts';
import { type Fact, NOT_ASKED } from '../model/fact.ts';
import type { TrailFacts } from '../model/facts.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import type { Recording } from '../model/region-scan.ts';

/**
 * What a checked trail records after the runs of the sweep; undefined if trailmend did not ask.
 * @param last the last record of the trail, if it has one
 */
export function recordingOf({ status, eventSelectors }: TrailFacts, last?: OutcomeRecord): Recording | undefined {
  if (eventSelectors === NOT_ASKED) return undefined;
  const recording = recordingFrom(status, eventSelectors);
  return { ...recording, isLogging: loggingAfter(last) ?? recording.isLogging };
}

function loggingAfter(last: OutcomeRecord | undefined): Fact<boolean> | undefined {
  if (last?.reason === 'another-run') return { read: false, why: 'another run is working on the trail' };
  const isNew = last?.plan.refused.some(({ reason }) => reason === 'trail-just-made');
  if (isNew) return { read: false, why: 'the trail may be new, and its creator may still start it' };
  const isLogging = (last?.after ?? last?.before)?.isLogging;
  return typeof isLogging === 'boolean' ? { read: true, value: isLogging } : undefined;
}
