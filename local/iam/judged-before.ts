import { type Inquiry, type Judgement, judge } from './simulation.ts';

/** What was judged while a role's policies were these: an object that is read anew when they change. */
const before = new WeakMap<object, Map<string, Promise<Judgement>>>();

/**
 * Judges an inquiry, or tells what was judged of the same one before. A judgement takes about a millisecond, and tests ask the
 * same thousands of times. Where a policy looks at the time, nothing is the same.
 * @param policies what the inquiry's policies were read from, a new object whenever they are read anew
 */
export function judgedOnce(policies: object, inquiry: Inquiry): Promise<Judgement> {
  const { 'aws:CurrentTime': _now, 'aws:EpochTime': _seconds, ...context } = inquiry.context;
  const text = JSON.stringify({ ...inquiry, context });
  if (/aws:(CurrentTime|EpochTime)/i.test(text)) return judge(inquiry);
  const known = before.get(policies) ?? new Map<string, Promise<Judgement>>();
  before.set(policies, known);
  const judgement = known.get(text) ?? judge(inquiry);
  known.set(text, judgement);
  return judgement;
}
