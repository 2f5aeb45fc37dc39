import type { Dealt } from '../function-log.ts';
import { type Row, table } from './table.ts';

/** The events that started the function, and what became of each, as its log tells. */
export function startedLines(dealt: readonly Dealt[]): readonly string[] {
  if (dealt.length === 0) return ['nothing'];
  return table(
    dealt.map((line): Row => {
      if (line.kind === 'ignored') return [line.detail, `ignored: ${line.why}`];
      const { trigger, outcome, detail } = line.record;
      return [`${trigger.eventName} by ${trigger.actor.name}`, `${outcome}: ${detail}`];
    }),
  );
}
