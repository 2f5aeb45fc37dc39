import { type Evaluation, type EvaluationRequest, evaluate } from './simulation.ts';

/**
 * Evaluations by owner and by everything that decides them: the request and the text of every
 * policy.
 */
const cached = new WeakMap<object, Map<string, Promise<Evaluation>>>();
/** A full cache is emptied, because long runs keep meeting new roles. */
const MAXIMUM_ENTRIES = 2_000;

/**
 * Evaluates a request, or returns the evaluation of an identical earlier one: an evaluation takes
 * about a millisecond, and tests repeat the same requests thousands of times. Policies that depend
 * on the time are evaluated every time.
 * @param owner the cache lives as long as this object
 */
export function evaluateCached(owner: object, request: EvaluationRequest): Promise<Evaluation> {
  const { 'aws:CurrentTime': _now, 'aws:EpochTime': _seconds, ...context } = request.context;
  const key = JSON.stringify({ ...request, context });
  if (/aws:(CurrentTime|EpochTime)/i.test(key)) return evaluate(request);
  const evaluations = cached.get(owner) ?? new Map<string, Promise<Evaluation>>();
  cached.set(owner, evaluations);
  if (evaluations.size >= MAXIMUM_ENTRIES) evaluations.clear();
  const evaluation = evaluations.get(key) ?? evaluate(request);
  evaluations.set(key, evaluation);
  return evaluation;
}
