import { type Inquiry, type Judgement, judge } from './simulation.ts';

/** What was judged, by everything that decides it: the question and the text of every policy. */
const before = new WeakMap<object, Map<string, Promise<Judgement>>>();
/** Then all is forgotten: long runs ask about ever new roles. */
const MOST = 2_000;

/**
 * Judges an inquiry, or tells what was judged of the same one before. A judgement takes about a millisecond, and tests ask the
 * same thousands of times. Where a policy looks at the time, nothing is the same.
 * @param memory whose end is that of what is remembered
 */
export function judgedOnce(memory: object, inquiry: Inquiry): Promise<Judgement> {
  const { 'aws:CurrentTime': _now, 'aws:EpochTime': _seconds, ...context } = inquiry.context;
  const text = JSON.stringify({ ...inquiry, context });
  if (/aws:(CurrentTime|EpochTime)/i.test(text)) return judge(inquiry);
  const known = before.get(memory) ?? new Map<string, Promise<Judgement>>();
  before.set(memory, known);
  if (known.size >= MOST) known.clear();
  const judgement = known.get(text) ?? judge(inquiry);
  known.set(text, judgement);
  return judgement;
}
