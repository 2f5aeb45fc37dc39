import type { AnyFinding } from '../model/finding.ts';
import type { OutcomeRecord } from '../model/outcome.ts';

/** `subject` is ASCII, at most 99 characters (SNS API reference, Publish). */
export interface Message {
  readonly subject: string;
  readonly text: string;
}

/** Joins the sections that are not empty, with a blank line between them. */
export function joinSections(sections: readonly string[]): string {
  return `${sections.filter((part) => part !== '').join('\n\n')}\n`;
}

/** A title and its lines; empty without lines. */
export function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

export function findingLine({ rule, verdict, evidence }: AnyFinding): string {
  return `${evidence.saw} (${verdict === 'undecided' ? 'undecided: ' : ''}${rule}, ${evidence.source})`;
}

/** The call that started the run, or the sweep that found the trail. */
export function causeOf({ trigger, outcome }: OutcomeRecord): string {
  if (trigger.kind === 'sweep') {
    const isVerified = outcome === 'VERIFIED';
    return `Found by the sweep of ${trigger.time}.${isVerified ? '' : ' No event reported it.'}`;
  }
  const { actor, eventName, eventTime, errorCode } = trigger;
  const source = actor.sourceIp ? ` from ${actor.sourceIp}` : '';
  const denied = errorCode ? `. AWS denied the call (${errorCode})` : '';
  return `${eventName} by ${actor.name} (${actor.type})${source} at ${eventTime}${denied}`;
}
