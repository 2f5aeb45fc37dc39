import type { Answer, Behaviour, Call } from '../gate/call.ts';
import type { Faults } from './faults.ts';
import { type FaultPlan, FaultPlanError } from './plan.ts';

/** Where the fault plan is set, read and cleared by HTTP; no AWS API has a path like it. */
export const FAULTS_PATH = '/_trailmend/faults';

/**
 * The control endpoint of the fault plan, for tools that are not in TypeScript. All answers are JSON.
 * - PUT with a plan sets it, or answers 400 with what is wrong with which entry
 * - GET tells what became of its entries so far
 * - DELETE tells it too, and ends the plan
 */
export function faultControl(faults: Faults): Behaviour {
  return async (call, next) => {
    if (call.url !== FAULTS_PATH) return next(call);
    switch (call.method) {
      case 'PUT':
        return set(faults, call);
      case 'GET':
        return json(200, faults.report());
      case 'DELETE':
        return json(200, faults.clear());
      default:
        return json(405, { message: `${FAULTS_PATH} takes PUT, GET and DELETE, not ${call.method}.` });
    }
  };
}

function set(faults: Faults, { body }: Call): Answer {
  try {
    faults.set(planIn(body));
    return json(200, faults.report());
  } catch (error) {
    if (error instanceof FaultPlanError) return json(400, { message: error.message });
    throw error;
  }
}

/** Whatever JSON it is: `set` judges it. */
function planIn(body: Buffer): FaultPlan {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new FaultPlanError('A fault plan is JSON: a list of entries.');
  }
}

function json(status: number, value: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(`${JSON.stringify(value)}\n`) };
}
