import type { Operation } from '../../lambda/core/model/step.ts';
import { OPERATIONS } from '../../lambda/core/model/step.ts';
import { classify } from '../../lambda/core/outcome/aws-errors.ts';
import { CASES, type Case } from './cases.ts';
import { isRead } from './point.ts';

/**
 * The test files that share the cases. `npm test` runs the representatives: for each call and each
 * class of failure, one case that happens once and one that lasts. `npm run test:faults` runs all.
 */
export type Suite = 'representatives' | 'reads' | 'writes of trails' | 'writes beside trails';

/** The suite that contains a case. */
export function suiteOf(one: Case): Suite {
  const { operation } = one.point;
  if (REPRESENTATIVES.has(one)) return 'representatives';
  if (isRead(operation)) return 'reads';
  return /^(UpdateTrail|StartLogging)$/.test(operation) ? 'writes of trails' : 'writes beside trails';
}

/** The class of a case: the call, the class of its failure, and whether a retry helps. */
function classOf({ point: { operation }, situation, trouble: { plan = [], crash } }: Case): string {
  if (crash !== undefined) return `${operation}: crash ${crash.effect} the effect`;
  const [{ times, fault } = { fault: undefined }] = plan;
  if (fault === undefined) throw new Error(`A case of ${operation} has neither a fault nor a crash`);
  const failure = fault.kind === 'error' ? classify(stepOf(operation, situation), fault).kind : fault.kind;
  return `${operation}: ${failure}, ${times === 'always' ? 'every time' : 'once'}`;
}

/** The call as a step of a plan that creates its resource. */
function stepOf(operation: string, { calls }: Case['situation']): Parameters<typeof classify>[0] {
  const creations = OPERATIONS.filter((one) => one.startsWith('Create') && calls.includes(one));
  // A call that is not a step is classified by the rows for every step. No row applies only to
  // StartLogging.
  const step: Operation = OPERATIONS.find((one) => one === operation) ?? 'StartLogging';
  return { operation: step, needs: creations };
}

/** The first case of each class. */
const REPRESENTATIVES: ReadonlySet<Case> = new Set(
  [...Map.groupBy(CASES, classOf).values()].flatMap((cases) => cases.slice(0, 1)),
);
