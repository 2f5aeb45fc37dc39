import type { Operation } from '../core/model/step.ts';
import type { Clock, TakeTurn } from './ports.ts';

/** How many calls of an operation begin in a second, in each Region or in the account. */
interface Rate {
  readonly perSecond: number;
  readonly within: 'Region' | 'account';
}

/**
 * Sources: CloudTrail user guide, "Quotas in AWS CloudTrail"; CloudWatch Logs user guide,
 * "CloudWatch Logs quotas". AWS does not publish the rates of IAM: a lower rate than assumed here
 * throttles calls, which trailmend repeats.
 */
const RATES: Partial<Readonly<Record<Operation, Rate>>> = {
  StartLogging: { perSecond: 1, within: 'Region' },
  UpdateTrail: { perSecond: 1, within: 'Region' },
  CreateLogGroup: { perSecond: 5, within: 'Region' },
  CreateRole: { perSecond: 15, within: 'account' },
  PutRolePolicy: { perSecond: 15, within: 'account' },
};

/** The calls that share a rate. */
interface Lane {
  /** When the next call may begin. */
  free: number;
  /** Settles when the last call in the lane has begun, or is not wanted. */
  last: Promise<void>;
}

/** The turns of all runs of one invocation: first come, first served. */
export function turns(clock: Clock): TakeTurn {
  const lanes = new Map<string, Lane>();
  return async (operation, region, isWanted) => {
    const rate = RATES[operation];
    if (!rate) return isWanted(false);
    const key = rate.within === 'Region' ? `${operation} ${region}` : operation;
    const lane = lanes.get(key) ?? { free: Number.NEGATIVE_INFINITY, last: Promise.resolve() };
    lanes.set(key, lane);
    const predecessor = lane.last;
    const { promise, resolve: leave } = Promise.withResolvers<void>();
    lane.last = promise;
    const arrived = clock.now();
    await predecessor;
    try {
      const waitMs = lane.free - clock.now();
      if (waitMs > 0) await clock.sleep(waitMs);
      const wanted = await isWanted(clock.now() > arrived);
      if (wanted) lane.free = clock.now() + 1000 / rate.perSecond;
      return wanted;
    } finally {
      leave();
    }
  };
}
