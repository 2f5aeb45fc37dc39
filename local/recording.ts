import { type Clock, systemClock } from './clock.ts';
import type { BucketOwners } from './cloudtrail/bucket.ts';
import type { Organizations } from './cloudtrail/organizations.ts';
import { delivery } from './delivery/delivery.ts';
import { trailStatuses } from './delivery/trail-status.ts';
import type { EmulatorApi, Where } from './emulator/api.ts';
import { apiCallEvents } from './events/api-call-events.ts';
import { type CallerIdentities, callerIdentities } from './events/caller-identities.ts';
import { coverage } from './events/coverage.ts';
import { disturbanceControl } from './events/disturbance-control.ts';
import { type Disturbance, disturbances } from './events/disturbances.ts';
import { eventBus } from './events/event-bus.ts';
import { backgroundTasks } from './gate/background-tasks.ts';
import type { Behaviour } from './gate/call.ts';
import type { Evaluator } from './iam/evaluator.ts';

/** How CloudTrail's events and deliveries behave; every field has a default. */
export interface RecordingOptions {
  /** From a call to its delivery to CloudWatch Logs and S3: 5000 ms; on AWS about five minutes. */
  readonly deliveryDelayMs?: number;
  /** EventBridge's first pause before it tries a target again: 200 ms. AWS does not tell its own. */
  readonly firstRetryPauseMs?: number;
  /** Whether calls become events; by default they do. Where nobody hears of them, this spares half of the gate's own requests. */
  readonly events?: boolean;
  /** What happens to events from the start; nothing by default. */
  readonly disturbances?: readonly Disturbance[];
}

/** CloudTrail at work: calls become events, and records in log groups and buckets. */
export interface Recording {
  /** Sees every call: makes the events. */
  readonly events: Behaviour;
  /** Inside of IAM, outside of CloudTrail's checks: what GetTrailStatus tells of deliveries, in member accounts as well. */
  readonly status: Behaviour;
  /** From now on events are disturbed by this plan. @throws LocalAwsError for an entry that is not understood */
  disturb(plan: readonly Disturbance[]): void;
  /** The control endpoint of that plan. */
  readonly control: Behaviour;
  /** Settles when every event of a call answered so far was handed over, or buried; those held back go last. */
  settled(): Promise<void>;
  /** Delivers at once what waits for its delay, and settles when that is done. */
  delivered(): Promise<void>;
}

/** What recording has to know from the rest of the local AWS. */
export interface RecordingDependencies {
  readonly api: EmulatorApi;
  readonly evaluator: Evaluator;
  readonly organizations: Organizations;
  readonly owners: BucketOwners;
  /** Told of what AWS would not tell: events that are lost, and failures of the local AWS itself. */
  readonly tell: (line: string) => void;
}

export function recording(
  { api, evaluator, organizations, owners, tell }: RecordingDependencies,
  options: RecordingOptions = {},
  clock: Clock = systemClock,
): Recording {
  const { deliveryDelayMs = 5_000, firstRetryPauseMs = 200, events = true, disturbances: plan = [] } = options;
  const background = backgroundTasks(tell);
  const callers = callerIdentities(api);
  const statuses = trailStatuses(callers);
  const disturbed = disturbances(clock);
  disturbed.set(plan);
  const { throttled } = disturbed;
  const bus = eventBus({ api, evaluator, clock, firstPauseMs: firstRetryPauseMs, throttled, tell });
  const deliveries = delivery({
    api,
    evaluator,
    clock,
    delayMs: deliveryDelayMs,
    statuses,
    tell,
    organizationOf: organizations.idOf,
    bucketOwner: owners.ownerOf,
  });
  const fromAbove = async (where: Where) => (await organizations.trailsSeenBy(where)).map(({ TrailARN }) => TrailARN);
  const settled = async (): Promise<void> => {
    do await background.settled();
    while (await disturbed.release());
  };
  return {
    events: events
      ? apiCallEvents({
          coverage: coverage(api, fromAbove),
          callerIdentities: callers,
          consumers: [(event) => disturbed.pass(event, bus.deliver), deliveries.take],
          background,
        })
      : unheard(callers),
    status: statuses.behaviour,
    disturb: disturbed.set,
    control: disturbanceControl(disturbed, background),
    settled,
    async delivered() {
      await settled();
      await deliveries.now();
    },
  };
}

/** Calls become no events; who makes them is still known. */
function unheard(callers: CallerIdentities): Behaviour {
  return async (call, next) => {
    const answer = await next(call);
    callers.hear(call);
    return answer;
  };
}
