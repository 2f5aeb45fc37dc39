import type { Behaviour } from '../gate/call.ts';
import { CONTROL, controlEndpoint, listIn } from '../gate/control-endpoint.ts';
import type { Faults } from './faults.ts';
import { faultPlanFrom } from './plan.ts';

/** Where the fault plan is set, read and cleared by HTTP. */
export const FAULTS_PATH = `${CONTROL}faults`;

/**
 * The control endpoint of the fault plan.
 * - PUT with a plan sets it, or answers 400 with what is wrong with which entry
 * - GET tells what became of its entries so far
 * - DELETE tells it too, and ends the plan
 */
export function faultControl(faults: Faults): Behaviour {
  return controlEndpoint(FAULTS_PATH, {
    PUT(body) {
      faults.set(faultPlanFrom(listIn(body, 'A fault plan')));
      return faults.report();
    },
    GET: () => faults.report(),
    DELETE: () => faults.clear(),
  });
}
