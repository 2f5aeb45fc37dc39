import type { FaultPlan } from '../../local/faults/plan.ts';
import { DEFAULT_ACCOUNT } from '../../local/gate/caller.ts';
import type { ErrorForm } from '../../local/wire/error-answer.ts';
import { commonErrors, reportedErrors } from './common-errors.ts';
import type { Trouble } from './converge.ts';
import { documentedErrors } from './documented-errors.ts';
import type { Cause } from './laws.ts';
import { effectsOf, type Point, pointsOf } from './point.ts';
import { SITUATIONS, type Situation } from './situation.ts';
import { WATCHED } from './watched.ts';

/** One thing that goes wrong at one call. */
export interface Case {
  readonly title: string;
  readonly situation: Situation;
  readonly point: Point;
  readonly trouble: Trouble;
}

/** What an outcome has to name after a connection broke, in the words of Node.js. */
const CUT = /ECONNRESET|socket hang up/;
const CRASHED = /a crash is no reason/;
/** Errors that say what is there: an outcome names what they say instead of their code. */
const SAYING: Readonly<Record<string, RegExp>> = {
  'GetTrail TrailNotFoundException': /AWS knows no such trail any more/,
  'GetRole NoSuchEntity': /no role has the ARN that the trail uses|Role .* already exists/,
};

/** The situations in which faults are played. */
export const FAULTY_SITUATIONS: readonly Situation[] = [...SITUATIONS, WATCHED];

/**
 * Everything that goes wrong in a situation: a crash at every call, unless the situation names others; and every error and
 * broken connection at every call that no earlier situation has. A read has no effect, so before and after are the same.
 */
function casesOf(situation: Situation): readonly Case[] {
  const { calls, crashes: crashing = calls, onlyLasting = false } = situation;
  const before = FAULTY_SITUATIONS.slice(0, FAULTY_SITUATIONS.indexOf(situation)).flatMap((one) => one.calls);
  return pointsOf(calls).flatMap((point) => {
    const faults = before.includes(point.operation) ? [] : [...cuts(point), ...errors(point)];
    const cases = [
      ...(crashing.includes(point.operation) ? crashes(point) : []),
      ...faults.filter(({ trouble: { plan = [] } }) => !onlyLasting || plan.some(({ times }) => times === 'always')),
    ];
    return cases.map((one) => ({ ...one, situation }));
  });
}

type CaseOfPoint = Omit<Case, 'situation'>;

function crashes(point: Point): readonly CaseOfPoint[] {
  return effectsOf(point).map((effect) => ({
    title: titled(point, `a crash ${effect} the effect`),
    point,
    trouble: { crash: { at: point, effect }, cause: CRASHED },
  }));
}

function cuts(point: Point): readonly CaseOfPoint[] {
  return effectsOf(point).flatMap((effect) => {
    const kind = effect === 'before' ? 'lost-request' : 'lost-response';
    return onceAndAlways(point, `a ${kind}`, { kind }, CUT);
  });
}

function errors(point: Point): readonly CaseOfPoint[] {
  const { service, operation } = point;
  const common = commonErrors(service);
  const others = documentedErrors(service, operation).filter(({ code }) =>
    common.every((error) => error.code !== code),
  );
  const all = [...common, ...others, ...reportedErrors(operation)];
  return all.flatMap((error) => effectsOf(point).flatMap((effect) => errorCases(point, error, effect)));
}

function errorCases(point: Point, error: ErrorForm, effect: 'before' | 'after'): readonly CaseOfPoint[] {
  // The SDK calls some errors by another name than AWS's code; the message stays.
  const cause = SAYING[`${point.operation} ${error.code}`] ?? { test: (text: string) => text.includes(error.message) };
  const title = `${error.code} ${effect} the effect (${error.message})`;
  return onceAndAlways(point, title, { kind: 'error', effect, ...error }, cause);
}

/** A fault that passes, and one that stays until the last run: the latter from the first call on. */
function onceAndAlways(
  point: Point,
  what: string,
  fault: FaultPlan[number]['fault'],
  cause: Cause,
): readonly CaseOfPoint[] {
  const { service, operation, nth } = point;
  const about = { service, operation, account: DEFAULT_ACCOUNT };
  const once = { title: titled(point, `${what}, once`), point, trouble: { plan: [{ ...about, nth, fault }], cause } };
  if (nth > 1) return [once];
  const always: FaultPlan = [{ ...about, times: 'always', fault }];
  return [once, { title: titled(point, `${what}, every time`), point, trouble: { plan: always, cause } }];
}

function titled({ operation, nth }: Point, what: string): string {
  return `${operation} ${nth}: ${what}`;
}

/** Every case of every situation. */
export const CASES: readonly Case[] = FAULTY_SITUATIONS.flatMap(casesOf);
