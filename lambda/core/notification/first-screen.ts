import { foreign, sentence, visible } from '../model/foreign-text.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import { operationsDone } from './evidence.ts';
import { isDeed } from './fact.ts';

/** What happened and what to do about it. It depends on the kind of subject. */
export interface News {
  /** ASCII, at most 99 characters (SNS API reference, Publish). */
  readonly subject: string;
  readonly event: string;
  readonly nextSteps: readonly string[];
  /** Pages of the AWS Management Console, by what they show. */
  readonly links: readonly Link[];
}

export type Link = readonly [name: string, url: string];

/** What a reader has to know first, in mail and in chat. Each text is one line. */
export interface FirstScreen extends Omit<News, 'event'> {
  /** What happened, who did it, and what trailmend did. */
  readonly lines: readonly (readonly [label: string, sentence: string])[];
}

export function firstScreen(record: OutcomeRecord, { event, nextSteps, ...news }: News): FirstScreen {
  const lines = [
    ['What happened', `${capitalized(event)}.`],
    actorLine(record),
    ['What trailmend did', responseOf(record)],
  ] as const;
  return {
    ...news,
    lines: lines.map(([label, line]) => [label, visible(line)]),
    nextSteps: nextSteps.map(visible),
  };
}

/** A phone shows six lines. */
export function screenText({ lines, nextSteps }: FirstScreen): string {
  const [first = '', ...others] = nextSteps;
  const labelled = [...lines, ['What to do', first] as const].map(([label, line]) => `${label}: ${line}`);
  return [...labelled, ...others.map((line) => `  ${line}`)].join('\n');
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
function actorLine(record: OutcomeRecord): readonly [label: string, sentence: string] {
  const { trigger, repeats = [] } = record;
  if (trigger.kind === 'sweep' && repeats.length > 0) {
    return ['Who did it', `${repeatLines(record).join('; ')}. The sweep of ${trigger.time} counted it.`];
  }
  if (trigger.kind === 'sweep') return ['Found by', `the sweep of ${trigger.time}; no event names an actor.`];
  const { actor, eventName, eventTime, errorCode } = trigger;
  const source = actor.sourceIp ? ` from ${foreign(actor.sourceIp)}` : '';
  const denied = errorCode ? ` (${foreign(errorCode)})` : '';
  const label = isDeed(record, trigger) ? 'Who did it' : 'Last change';
  return [
    label,
    `${foreign(actor.name)} (${foreign(actor.type)})${source}, with ${eventName} at ${eventTime}${denied}`,
  ];
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
