import { foreign, sentence, visible } from '../model/foreign-text.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import { operationsDone } from './evidence.ts';
import { isDeed } from './fact.ts';

/** `subject` is ASCII, at most 99 characters (SNS API reference, Publish). */
export interface Message {
  readonly subject: string;
  readonly text: string;
}

/** What a reader has to know first. */
interface FirstScreen {
  readonly event: string;
  readonly nextSteps: readonly string[];
}

/** Joins the sections that are not empty, with a blank line between them. */
export function joinSections(sections: readonly string[]): string {
  return `${sections.filter((part) => part !== '').join('\n\n')}\n`;
}

/** A title and its lines; empty without lines. */
export function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `  ${visible(line)}`)].join('\n');
}

/** What happened, who did it, what trailmend did, and what to do: a phone shows six lines. */
export function firstScreen(record: OutcomeRecord, { event, nextSteps }: FirstScreen): string {
  const [first = '', ...others] = nextSteps;
  return [
    `What happened: ${capitalized(event)}.`,
    actorLine(record),
    `What trailmend did: ${responseOf(record)}`,
    `What to do: ${first}`,
    ...others.map((line) => `  ${line}`),
  ]
    .map(visible)
    .join('\n');
}

/** The name trailmend has no capital. */
function capitalized(text: string): string {
  return text.startsWith('trailmend') ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The repeats of each caller. */
export function repeatLines({ repeats = [] }: OutcomeRecord): readonly string[] {
  return repeats.map(({ eventName, actor, count, first, last, denied, examples = [] }) => {
    const times = count === 1 ? `once, at ${first}` : `${count} times from ${first} to ${last}`;
    const named = examples.length > 0 ? `, for example on ${sentence(examples.join(', '))}` : '';
    return `${foreign(actor)}, with ${eventName} ${times}${denied ? ' (AWS denied it)' : ''}${named}`;
  });
}

/** A call that is not the event itself may not have caused it. */
function actorLine(record: OutcomeRecord): string {
  const { trigger, repeats = [] } = record;
  if (trigger.kind === 'sweep' && repeats.length > 0) {
    return `Who did it: ${repeatLines(record).join('; ')}. The sweep of ${trigger.time} counted it.`;
  }
  if (trigger.kind === 'sweep') return `Found by: the sweep of ${trigger.time}; no event names an actor.`;
  const { actor, eventName, eventTime, errorCode } = trigger;
  const source = actor.sourceIp ? ` from ${foreign(actor.sourceIp)}` : '';
  const denied = errorCode ? ` (${foreign(errorCode)})` : '';
  const label = isDeed(record, trigger) ? 'Who did it' : 'Last change';
  return `${label}: ${foreign(actor.name)} (${foreign(actor.type)})${source}, with ${eventName} at ${eventTime}${denied}`;
}

function responseOf({ outcome, reason, detail, applied, trigger, fromLedger, repeats = [] }: OutcomeRecord): string {
  if (fromLedger) return `says the ledger, ${operationsDone(applied).join(', ') || 'nothing'}. ${visible(detail)}`;
  const done = operationsDone(applied);
  if (outcome === 'FIXED' && done.length > 0) {
    return `repaired it with ${done.join(', ')}, and verified the repair by reading the trail again.`;
  }
  const isCheck = outcome === 'FIXED' || outcome === 'VERIFIED' || reason === 'not-delivered';
  const ending = sentence(detail);
  if (isCheck || (outcome === 'COMPLIANT' && done.length > 0)) return ending;
  if (done.length === 0 && trigger.kind === 'sweep' && repeats.length > 0) return `checked the trail now: ${ending}`;
  if (reason === 'weakened' && done.length > 0) return `made ${done.join(', ')}. ${ending}`;
  return done.length > 0 ? `made ${done.join(', ')}, but did not finish: ${ending}` : `changed nothing: ${ending}`;
}
