import type { OutcomeRecord } from '../model/outcome.ts';
import { accountScreen } from './account-screen.ts';
import type { FunctionLog } from './console-links.ts';
import type { FirstScreen } from './first-screen.ts';
import { trailScreen } from './trail-screen.ts';

/** @param log where the function logs, for a link */
export function screenFor(record: OutcomeRecord, log?: FunctionLog): FirstScreen {
  const { subject } = record;
  return subject.kind === 'trail' ? trailScreen(record, subject, log) : accountScreen(record, log);
}
