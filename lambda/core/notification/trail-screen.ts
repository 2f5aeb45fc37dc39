import type { OutcomeRecord } from '../model/outcome.ts';
import type { TrailSubject } from '../model/subject.ts';
import { callOf, type Tampering } from '../model/trigger.ts';
import { type FunctionLog, functionLogLink, logGroupLink, trailLink } from './console-links.ts';
import { trailFact } from './fact.ts';
import { type FirstScreen, firstScreen, type Link } from './first-screen.ts';
import { nextSteps } from './next-steps.ts';
import { trailSubjectLine } from './subject.ts';
import { isUnconfirmed } from './unconfirmed.ts';

export function trailScreen(record: OutcomeRecord, trail: TrailSubject, log?: FunctionLog): FirstScreen {
  return firstScreen(record, {
    subject: trailSubjectLine(record, trail),
    event: eventSentence(record, trail),
    nextSteps: nextSteps(record),
    links: linksTo(record, trail, log),
  });
}

/** The calls that delete the events in a log group or a log stream. */
const LOSING_EVENTS: ReadonlySet<Tampering | undefined> = new Set(['log-group-deleted', 'log-stream-deleted']);

function eventSentence(record: OutcomeRecord, { name, region, account }: TrailSubject): string {
  const fact = trailFact(record);
  const denied = record.reason === 'attempt-denied' ? 'AWS denied ' : '';
  const isGone = LOSING_EVENTS.has(callOf(record.trigger)?.tampering);
  const lost = ". The events in it are gone; look for them in the trail's S3 bucket";
  const event = `${denied}${fact} trail ${name} (${region}, account ${account})`;
  if (isUnconfirmed(record)) return `an event reports: ${event}. AWS does not confirm it: ${record.unconfirmed}`;
  const doubt = record.unconfirmed === undefined ? '' : `. AWS does not confirm the event: ${record.unconfirmed}`;
  return `${event}${isGone ? lost : ''}${doubt}`;
}

function linksTo(
  { before, after, reason }: OutcomeRecord,
  trail: TrailSubject,
  log: FunctionLog | undefined,
): readonly Link[] {
  const group = logGroupLink((after ?? before)?.logGroupArn ?? '');
  const links: readonly (readonly [string, string | undefined])[] = [
    ['trail', reason === 'trail-deleted' || reason === 'trail-gone' ? undefined : trailLink(trail.arn)],
    ['log group', group],
    ["the function's log", log && functionLogLink(log)],
  ];
  return links.flatMap(([name, url]) => (url === undefined ? [] : [[name, url]]));
}
