import { dispatch } from '../lambda/app/dispatch.ts';
import { clientsFor } from '../lambda/aws/clients.ts';
import { compose } from '../lambda/compose.ts';
import type { OutcomeRecord } from '../lambda/core/model/outcome.ts';
import { virtualClock } from '../test/support/aws/virtual-clock.ts';
import { ID, NOW, SETTINGS } from '../test/support/perfect-trail.ts';
import { updateTrailEvent } from './event.ts';
import { type BrokenTrail, repairScene, type SceneCall } from './repair-scene.ts';
import { CALL_MS } from './sweep.ts';
import { everywhere, FUNCTION_ARN, HUB } from './sweep-scene.ts';

/** One invocation of the function in an account of broken trails. */
export interface MeasuredRepairs {
  readonly records: readonly OutcomeRecord[];
  /** ARNs of the trails that the sweep named as postponed. */
  readonly postponed: readonly string[];
  readonly calls: readonly SceneCall[];
  readonly tookMs: number;
  readonly isRepaired: (trailArn: string) => boolean;
  readonly visibleAt: (trailArn: string) => number;
}

interface Circumstances {
  readonly random?: () => number;
  readonly remainingMs?: number;
  /** The delivery role of the stack. Default: the function creates the roles of trails. */
  readonly stackRoleArn?: string;
}

const LAMBDA_MS = 15 * 60_000;

/** Invokes the function with an input, on a virtual clock on which every call takes as long. */
export async function measureRepairs(
  input: unknown,
  trails: readonly BrokenTrail[],
  { random, remainingMs = LAMBDA_MS, stackRoleArn }: Circumstances = {},
): Promise<MeasuredRepairs> {
  const clock = virtualClock(Date.parse(NOW), { ...(random && { random }) });
  const start = clock.now();
  const { clients, ...scene } = repairScene(trails, clientsFor(HUB), clock, CALL_MS, stackRoleArn);
  let postponed: readonly string[] = [];
  const note = (message: string, fields: Record<string, unknown>) => {
    if (message === 'sweep') postponed = Object(fields['postponed']).trails;
  };
  const config = {
    settings: { ...SETTINGS, ...(stackRoleArn !== undefined && { deliveryRoleArn: stackRoleArn }) },
    partition: 'aws',
    region: HUB,
    settleSeconds: 0,
    topicArn: `arn:aws:sns:${HUB}:${ID.account}:t`,
    functionRoleArn: `arn:aws:iam::${ID.account}:role/trailmend-function/trailmend-function`,
    ledgerTable: 'ledger',
    regions: [],
    forwarderRegions: [],
  };
  const portsFor = compose({ config, clients, clock, newId: () => 'run', log: { info: note, error: note } });
  const ports = portsFor({
    remainingMs: () => start + remainingMs - clock.now(),
    functionArn: FUNCTION_ARN,
    logGroupName: '/aws/lambda/trailmend',
  });
  const response = await dispatch(input, config, ports);
  const records = 'outcomes' in response ? response.outcomes : [];
  return { ...scene, records, postponed, tookMs: clock.now() - start };
}

/** How long a new role stays invisible to CloudTrail in these measurements, in milliseconds. */
export const WINDOW_MS = 8_000;
/** The bounds of one repair: its calls, and its duration beyond that of the window. */
export const MOST_REPAIR_CALLS = 50;
export const MOST_OVER_WINDOW_MS = 1_250;
/** The bound of the sweep that repairs all trails of `brokenEverywhere`. */
export const MOST_REPAIRS_MS = 20_000;

/**
 * The bounds of the first repair of a trail with the delivery role of the stack, which waits for no
 * role.
 */
export const MOST_STACK_ROLE_CALLS = 20;
export const MOST_STACK_ROLE_MS = 1_500;

/** Measures the repair of one trail after an UpdateTrail that removed its target. */
export async function measureRepair(windowMs: number, random?: () => number) {
  const id = { ...ID, region: HUB, arn: ID.arn.replace(ID.region, HUB) };
  const measured = await measureRepairs(breakingOf(id), [{ id, roleVisibleAfterMs: windowMs }], {
    ...(random && { random }),
  });
  return { ...measured, trailArn: id.arn };
}

/** Measures the same repair with the delivery role of the stack. */
export function measureStackRoleRepair(): Promise<MeasuredRepairs> {
  const id = { ...ID, region: HUB, arn: ID.arn.replace(ID.region, HUB) };
  const stackRoleArn = `arn:aws:iam::${ID.account}:role/trailmend-delivery/Trailmend-StackDeliveryRole-1`;
  return measureRepairs(breakingOf(id), [{ id, roleVisibleAfterMs: 0 }], { stackRoleArn });
}

function breakingOf({ account, region, name }: typeof ID) {
  return updateTrailEvent({ account, region }, name);
}

/** Five broken trails in each Region. */
export function brokenEverywhere(): readonly BrokenTrail[] {
  return everywhere.map((id) => ({ id, roleVisibleAfterMs: WINDOW_MS }));
}
