import { type Clock, systemClock } from './clock.ts';
import { stackEvents } from './cloudformation/stack-events.ts';
import type { BucketOwners } from './cloudtrail/bucket.ts';
import type { Organizations } from './cloudtrail/organizations.ts';
import { delivery } from './delivery/delivery.ts';
import { trailStatuses } from './delivery/trail-status.ts';
import type { EmulatorApi } from './emulator/api.ts';
import { apiCallEvents, type EventConsumer } from './events/api-call-events.ts';
import { callerIdentities } from './events/caller-identities.ts';
import { coverage } from './events/coverage.ts';
import { disturbanceControl } from './events/disturbance-control.ts';
import type { Disturbance } from './events/disturbance-plan.ts';
import { type Disturbances, disturbances } from './events/disturbances.ts';
import { eventBus } from './events/event-bus.ts';
import { eventHistory } from './events/event-history.ts';
import { lookupEvents } from './events/lookup-events.ts';
import { putEvents } from './events/put-events.ts';
import { withoutTooLarge } from './events/record-size.ts';
import { withoutEvents } from './events/without-events.ts';
import { type BackgroundTasks, backgroundTasks } from './gate/background-tasks.ts';
import type { Behaviour, Call } from './gate/call.ts';
import type { Evaluator } from './iam/evaluator.ts';

/** How CloudTrail's events and deliveries behave; every field has a default. */
export interface RecordingOptions {
  /**
   * The delay from a call to its delivery to CloudWatch Logs and S3: 5000 ms by default; on AWS
   * about five minutes.
   */
  readonly deliveryDelayMs?: number;
  /**
   * EventBridge's pause before the first retry: 200 ms by default. AWS does not document its own.
   */
  readonly firstRetryPauseMs?: number;
  /**
   * Whether calls become events; true by default. Without events the gate sends half as many
   * requests of its own.
   */
  readonly events?: boolean;
  /**
   * Whether the end of a stack's creation or update becomes an event; false by default, because a
   * deployment of trailmend then starts a sweep beside what a test does.
   */
  readonly stackEvents?: boolean;
  /** The plan of disturbances at the start; empty by default. */
  readonly disturbances?: readonly Disturbance[];
}

/** What becomes events: calls, which also become records in log groups and buckets, and stacks. */
export interface Recording {
  /** Turns calls into events. It sees every call. */
  readonly events: Behaviour;
  /** Turn the ends of stack operations into events; empty unless asked for. */
  readonly stackEvents: readonly Behaviour[];
  /**
   * Adds delivery results to GetTrailStatus. It stands inside IAM and outside CloudTrail's checks,
   * so that it serves member accounts as well.
   */
  readonly status: Behaviour;
  /** Answers LookupEvents. It stands inside IAM. */
  readonly lookup: Behaviour;
  /** Answers PutEvents, and delivers the events. It stands inside IAM. */
  readonly putEvents: Behaviour;
  /** Replaces the plan by which events are disturbed. @throws LocalAwsError for an invalid entry */
  disturb(plan: readonly Disturbance[]): void;
  /** The control endpoint of that plan. */
  readonly control: Behaviour;
  /**
   * Settles when every event of a call answered so far is delivered or given up; events that are
   * held back go last.
   */
  settled(): Promise<void>;
  /**
   * Delivers all waiting records without the rest of their delay, and settles when that is done.
   */
  delivered(): Promise<void>;
  /** Makes a trail's last delivery to CloudWatch Logs older than that to its bucket, for good. */
  delayLogs(trailArn: string, milliseconds: number): void;
}

/** What recording uses of the rest of the local AWS. */
export interface RecordingDependencies {
  readonly api: EmulatorApi;
  readonly evaluator: Evaluator;
  readonly organizations: Organizations;
  readonly owners: BucketOwners;
  /**
   * Called with each event that AWS would lose silently, and with each failure of the local AWS
   * itself.
   */
  readonly warn: (line: string) => void;
}

/** Connects calls to EventBridge and to the deliveries of trails. */
export function recording(
  { api, evaluator, organizations, owners, warn }: RecordingDependencies,
  options: RecordingOptions = {},
  clock: Clock = systemClock,
): Recording {
  const { deliveryDelayMs = 5_000, firstRetryPauseMs = 200, events = true, disturbances: plan = [] } = options;
  const { stackEvents: hasStackEvents = false } = options;
  const background = backgroundTasks(warn);
  const identities = callerIdentities(api);
  const statuses = trailStatuses(identities);
  const disturbed = disturbances(clock);
  disturbed.set(plan);
  const bus = eventBus({
    api,
    evaluator,
    clock,
    firstPauseMs: firstRetryPauseMs,
    isThrottled: disturbed.consumeThrottle,
    warn,
  });
  const { idOf: organizationOf } = organizations;
  const { ownerOf: bucketOwner } = owners;
  const deliveries = delivery({
    ...{ api, evaluator, clock, statuses, warn, organizationOf, bucketOwner },
    delayMs: deliveryDelayMs,
  });
  const consumers: readonly EventConsumer[] = [
    withoutTooLarge((event) => disturbed.pass(event, bus.deliver)),
    deliveries.accept,
  ];
  const trails = coverage(api, async (where) =>
    (await organizations.trailsSeenBy(where)).map(({ TrailARN }) => TrailARN),
  );
  const history = eventHistory();
  const settled = () => drain(background, disturbed);
  const accountOf = async (call: Call) => (await identities.of(call)).account;
  return {
    events: events
      ? apiCallEvents({ coverage: trails, identities, consumers, history, background })
      : withoutEvents(identities),
    stackEvents: hasStackEvents ? [stackEvents({ api, identities, deliver: bus.deliver, background, clock })] : [],
    status: statuses.behaviour,
    lookup: lookupEvents(history, accountOf),
    putEvents: putEvents({ accountOf, deliver: bus.deliver, background, clock }),
    disturb: disturbed.set,
    control: disturbanceControl(disturbed, background),
    settled,
    async delivered() {
      await settled();
      await deliveries.flush();
    },
    delayLogs: statuses.delayLogs,
  };
}

/** Waits until all events are delivered or given up, and then delivers those that are held back. */
async function drain(background: BackgroundTasks, disturbed: Disturbances): Promise<void> {
  do await background.settled();
  while (await disturbed.release());
}
