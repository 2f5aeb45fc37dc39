import type { BackgroundTasks } from '../gate/background-tasks.ts';
import type { Behaviour } from '../gate/call.ts';
import { CONTROL, controlEndpoint, parseControlBody } from '../gate/control-endpoint.ts';
import type { Disturbance } from './disturbance-plan.ts';
import type { Disturbances } from './disturbances.ts';

/** The path at which the plan of disturbances is set, read and cleared by HTTP. */
export const DISTURBANCES_PATH = `${CONTROL}disturbances`;

/**
 * The control endpoint of the disturbances of events.
 * - PUT with a plan sets it, or answers 400 with the first invalid entry and the reason
 * - GET returns the results of its entries so far
 * - DELETE returns them too, ends the plan and starts to deliver the events that are held back
 */
export function disturbanceControl(disturbed: Disturbances, background: BackgroundTasks): Behaviour {
  return controlEndpoint(DISTURBANCES_PATH, {
    PUT(body) {
      // `set` validates the plan.
      disturbed.set(parseControlBody(body, 'A plan of disturbances') as readonly Disturbance[]);
      return disturbed.report();
    },
    GET: () => disturbed.report(),
    DELETE() {
      const last = disturbed.report();
      disturbed.set([]);
      background.start(async () => void (await disturbed.release()));
      return last;
    },
  });
}
