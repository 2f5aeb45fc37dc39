import type { Operation } from '../../lambda/core/model/step.ts';
import { OPERATIONS } from '../../lambda/core/model/step.ts';
import { classify } from '../../lambda/core/outcome/aws-errors.ts';
import { CASES, type Case } from './cases.ts';
import { isRead } from './point.ts';

/**
 * The test files that share the cases. `npm test` plays the representatives: for each call and each
 * class of failure, one case that passes and one that lasts. `npm run test:faults` plays all.
 */
export type Suite = 'representatives' | 'reads' | 'writes of trails' | 'writes beside trails';

/** The one suite that plays a case. */
export function suiteOf(one: Case): Suite {
  const { operation } = one.point;
  if (REPRESENTATIVES.has(one)) return 'representatives';
  if (isRead(operation)) return 'reads';
  return /^(UpdateTrail|StartLogging)$/.test(operation) ? 'writes of trails' : 'writes beside trails';
}

/** What a case means for the function: the class of its failure, at which call, and whether trying again helps. */
function classOf({ point: { operation }, situation, trouble: { plan = [], crash } }: Case): string {
  if (crash !== undefined) return `${operation}: crash ${crash.effect} the effect`;
  const [{ times, fault } = { fault: undefined }] = plan;
  if (fault === undefined) throw new Error(`A case of ${operation} has neither a fault nor a crash`);
  const failure = fault.kind === 'error' ? classify(stepOf(operation, situation), fault).kind : fault.kind;
  return `${operation}: ${failure}, ${times === 'always' ? 'every time' : 'once'}`;
}

/** The call as a step of a plan that makes what it is about. */
function stepOf(operation: string, { calls }: Case['situation']): Parameters<typeof classify>[0] {
  const made = OPERATIONS.filter((one) => one.startsWith('Create') && calls.includes(one));
  // For a call that is no step, only the rows that hold for every step apply; none is about StartLogging alone.
  const step: Operation = OPERATIONS.find((one) => one === operation) ?? 'StartLogging';
  return { operation: step, needs: made };
}

/** The first case of each class. */
const REPRESENTATIVES: ReadonlySet<Case> = new Set(
  [...Map.groupBy(CASES, classOf).values()].flatMap((cases) => cases.slice(0, 1)),
);
