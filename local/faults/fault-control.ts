import type { Behaviour } from '../gate/call.ts';
import { CONTROL, controlEndpoint, parseControlBody } from '../gate/control-endpoint.ts';
import type { Faults } from './faults.ts';
import { faultPlanFrom } from './plan.ts';

/** The path at which the fault plan is set, read and cleared by HTTP. */
export const FAULTS_PATH = `${CONTROL}faults`;

/**
 * The control endpoint of the fault plan.
 * - PUT with a plan sets it, or answers 400 with the first invalid entry and the reason
 * - GET returns the results of its entries so far
 * - DELETE returns them too, and ends the plan
 */
export function faultControl(faults: Faults): Behaviour {
  return controlEndpoint(FAULTS_PATH, {
    PUT(body) {
      faults.set(faultPlanFrom(parseControlBody(body, 'A fault plan')));
      return faults.report();
    },
    GET: () => faults.report(),
    DELETE: () => faults.clear(),
  });
}
