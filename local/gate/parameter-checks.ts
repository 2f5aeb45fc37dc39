import { errorAnswer } from '../wire/error-answer.ts';
import type { Behaviour } from './call.ts';

/** A service's refusal of the parameters of a call, with status 400. */
export interface ParameterRefusal {
  readonly code: string;
  readonly message: string;
}

/** Checks the parameters of an operation; undefined when the service accepts them. */
export type ParameterCheck = (input: Readonly<Record<string, unknown>>) => ParameterRefusal | undefined;

/**
 * Refuses calls whose parameters are wrong whatever the account contains, before they have an
 * effect.
 * @param checks by `SERVICE:OPERATION`
 */
export function parameterChecks(checks: Readonly<Record<string, ParameterCheck>>): Behaviour {
  return async (call, next) => {
    const refusal = checks[`${call.service}:${call.operation}`]?.(call.input ?? {});
    return refusal === undefined ? next(call) : errorAnswer(call, { ...refusal, status: 400 });
  };
}
