import type { BackgroundTasks } from '../gate/background-tasks.ts';
import type { Behaviour } from '../gate/call.ts';
import { CONTROL, controlEndpoint, parseControlBody } from '../gate/control-endpoint.ts';
import type { Disturbance, Disturbances } from './disturbances.ts';

/** Where the plan of disturbances is set, read and cleared by HTTP. */
export const DISTURBANCES_PATH = `${CONTROL}disturbances`;

/**
 * The control endpoint of the disturbances of events.
 * - PUT with a plan sets it, or answers 400 with what is wrong with which entry
 * - GET tells what became of its entries so far
 * - DELETE tells it too, ends the plan and delivers what is held back, for which it does not wait
 */
export function disturbanceControl(disturbed: Disturbances, background: BackgroundTasks): Behaviour {
  return controlEndpoint(DISTURBANCES_PATH, {
    PUT(body) {
      // Whatever it is: `set` judges it.
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
