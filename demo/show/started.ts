import { callOf } from '../../lambda/core/model/trigger.ts';
import type { Dealt } from '../function-log.ts';
import { type Row, table } from './table.ts';

/** Why an event was not acted on, by the word that the function's log has for it. */
const IGNORED: Readonly<Record<string, string>> = {
  'own-change': "trailmend's own change",
  'failed-call': 'AWS refused the call',
  'no-trail': 'it concerns no trail',
};

/** The events that started the function, and what became of each, as its log tells. */
export function startedLines(dealt: readonly Dealt[]): readonly string[] {
  if (dealt.length === 0) return ['nothing'];
  return table(
    dealt.map((line): Row => {
      if (line.kind === 'ignored') return [named(line.detail), `ignored: ${IGNORED[line.why] ?? line.why}`];
      const { trigger, trailArn, outcome, detail } = line.record;
      const call = callOf(trigger);
      return [
        call ? named(`${call.eventName} by ${call.actor.name}`) : `sweep, trail ${trailArn.split('/').at(-1)}`,
        `${outcome}: ${firstSentence(detail)}`,
      ];
    }),
  );
}

/** IAM's and STS' ARNs without what is the same for all of an account. */
function named(text: string): string {
  return text.replace(/arn:[\w-]+:(?:iam|sts)::\d{12}:/g, '');
}

function firstSentence(text: string): string {
  return text.split(/(?<=\.) /)[0] ?? text;
}
