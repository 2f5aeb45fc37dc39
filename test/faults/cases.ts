import type { FaultPlan } from '../../local/faults/plan.ts';
import { DEFAULT_ACCOUNT } from '../../local/gate/caller.ts';
import type { ErrorForm } from '../../local/wire/error-answer.ts';
import type { Trouble } from './broken-laws.ts';
import { commonErrors, reportedErrors } from './common-errors.ts';
import { documentedErrors } from './documented-errors.ts';
import type { Cause } from './laws.ts';
import { effectsOf, type Point, pointsOf } from './point.ts';
import { SITUATIONS, type Situation } from './situation.ts';
import { FILTER_CHANGED } from './watched.ts';

/** One fault at one call. */
export interface Case {
  readonly title: string;
  readonly situation: Situation;
  readonly point: Point;
  readonly trouble: Trouble;
}

/** The text of Node.js that an outcome has to contain after a broken connection. */
const CONNECTION_ERROR = /ECONNRESET|socket hang up/;
const CRASHED = /a crash is no reason/;
/** Errors that describe the account: an outcome contains the description instead of the code. */
const DESCRIPTIVE_ERRORS: Readonly<Record<string, RegExp>> = {
  'GetTrail TrailNotFoundException': /The trail does not exist/,
  'GetRole NoSuchEntity': /no role has the ARN that the trail uses|Role .* already exists/,
};

/** The situations in which faults are injected. */
export const FAULTY_SITUATIONS: readonly Situation[] = [...SITUATIONS, FILTER_CHANGED];

/**
 * The cases of a situation: a crash at every call, unless the situation names others; and every
 * error and broken connection at every call that no earlier situation contains. A read has no
 * effect, so its faults only happen before it.
 */
function casesOf(situation: Situation): readonly Case[] {
  const { calls, crashes: crashCalls = calls, onlyLasting = false } = situation;
  const before = FAULTY_SITUATIONS.slice(0, FAULTY_SITUATIONS.indexOf(situation)).flatMap((one) => one.calls);
  return pointsOf(calls).flatMap((point) => {
    const faults = before.includes(point.operation) ? [] : [...cuts(point), ...errors(point)];
    const cases = [
      ...(crashCalls.includes(point.operation) ? crashes(point) : []),
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
    return onceAndAlways(point, `a ${kind}`, { kind }, CONNECTION_ERROR);
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
  // The SDK gives some errors another name than AWS's code. The message is the same.
  const cause = DESCRIPTIVE_ERRORS[`${point.operation} ${error.code}`] ?? {
    test: (text: string) => text.includes(error.message),
  };
  const title = `${error.code} ${effect} the effect (${error.message})`;
  return onceAndAlways(point, title, { kind: 'error', effect, ...error }, cause);
}

/**
 * A fault that happens once and, at the first call of an operation, also one that lasts until the
 * last run.
 */
function onceAndAlways(
  point: Point,
  what: string,
  fault: FaultPlan[number]['fault'],
  cause: Cause,
): readonly CaseOfPoint[] {
  const { service, operation, nth } = point;
  const call = { service, operation, account: DEFAULT_ACCOUNT };
  const once = { title: titled(point, `${what}, once`), point, trouble: { plan: [{ ...call, nth, fault }], cause } };
  if (nth > 1) return [once];
  const always: FaultPlan = [{ ...call, times: 'always', fault }];
  return [once, { title: titled(point, `${what}, every time`), point, trouble: { plan: always, cause } }];
}

function titled({ operation, nth }: Point, what: string): string {
  return `${operation} ${nth}: ${what}`;
}

/** Every case of every situation. */
export const CASES: readonly Case[] = FAULTY_SITUATIONS.flatMap(casesOf);
