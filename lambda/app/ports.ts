import type { AwsResult } from '../core/model/aws-result.ts';
import type { Fact } from '../core/model/fact.ts';
import type { History, RepairFacts, TrailFacts } from '../core/model/facts.ts';
import type { OutcomeRecord, RecordHeader } from '../core/model/outcome.ts';
import type { EventRuleStatus, ForwarderQueue, ListedTrail, Recording } from '../core/model/region-scan.ts';
import type { Settings } from '../core/model/settings.ts';
import type { Operation, Step } from '../core/model/step.ts';
import type { Subscribers } from '../core/model/subscribers.ts';
import type { Trail } from '../core/model/trail.ts';
import type { TrailId } from '../core/model/trail-id.ts';
import type { Trigger } from '../core/model/trigger.ts';
import type { Denials, Ledger, Messages } from './ledger.ts';

/** Everything outside the use cases. No port rejects because of an error that AWS returns. */
export interface Ports {
  /** Reads the facts of a trail. @param listed the trail, if DescribeTrails just listed it */
  readonly observe: (id: TrailId, now: string, history: History, listed?: Trail) => Promise<TrailFacts>;
  /**
   * Reads again what the owner may have changed since a call was planned: the trail and its tags,
   * and for StartLogging whether it logs. The other facts stay as they were seen.
   */
  readonly observeAgain: (seen: TrailFacts, now: string, planned: Operation) => Promise<TrailFacts>;
  /**
   * Reads what a plan needs to select a log group and a role.
   * @param acceptedGroupArn the log group of the accepted target, if the ledger has one
   */
  readonly observeForRepair: (facts: TrailFacts, acceptedGroupArn: string | undefined) => Promise<RepairFacts>;
  /** The Regions that the account can use. */
  readonly enabledRegions: () => Promise<AwsResult<readonly string[]>>;
  /** Every trail that a Region lists, replicas and organization trails included. */
  readonly listTrails: (region: string) => Promise<AwsResult<readonly ListedTrail[]>>;
  /** Reads what a listed trail records. @param region a Region that lists it */
  readonly observeRecording: (listed: ListedTrail, region: string) => Promise<Recording>;
  readonly eventRuleStatus: (region: string) => Promise<Fact<EventRuleStatus>>;
  /** Puts a probe on the event bus of a Region, which its event rule has to match. */
  readonly putProbe: (region: string, id: string) => Promise<AwsResult<unknown>>;
  /** @param region the Region of a forwarder */
  readonly forwarderQueue: (region: string) => Promise<Fact<ForwarderQueue>>;
  readonly subscribers: () => Promise<Fact<Subscribers>>;
  /** Whether the function can read IAM and CloudTrail. Returns its account; writes nothing. */
  readonly checkAccess: () => Promise<AwsResult<{ readonly account: string }>>;
  /** Makes the call of a step. @param region the trail's home Region */
  readonly perform: (step: Step, region: string) => Promise<AwsResult<{ readonly requestId?: string }>>;
  readonly takeTurn: TakeTurn;
  readonly ledger: Ledger;
  readonly denials: Denials;
  readonly messages: Messages;
  /** Publishes outcome records. */
  readonly publisher: {
    /**
     * Publishes one SNS message to people and subscribed machines.
     * @param notInChat why the chat did not get the card of the record
     */
    readonly notify: (record: OutcomeRecord, notInChat?: string) => Promise<AwsResult<unknown>>;
    /** Publishes a card for chat applications. Absent: the stack has no topic for them. */
    readonly publishCard?: (record: OutcomeRecord) => Promise<AwsResult<unknown>>;
    /** Puts an event on the account's event bus. */
    readonly putEvent: (record: OutcomeRecord) => Promise<AwsResult<unknown>>;
  };
  readonly clock: Clock;
  readonly newId: () => string;
  /** Writes one JSON line for each call. */
  readonly log: Readonly<Record<'info' | 'error', (message: string, fields: Record<string, unknown>) => void>>;
  /** The remaining time of this invocation, in milliseconds. */
  readonly remainingMs: () => number;
}

/**
 * Waits until a write may begin, so that the writes of this invocation stay within AWS's rates, and
 * then asks whether it is still wanted. If so, the caller begins it at once.
 * @param region the trail's home Region
 */
export type TakeTurn = (
  operation: Operation,
  region: string,
  isWanted: (hasWaited: boolean) => Promise<boolean>,
) => Promise<boolean>;

/** Time and randomness, which tests replace. Milliseconds; `random` in [0, 1). */
export interface Clock {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
}

/** The current time, ISO 8601, UTC. */
export function isoTime(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}

/** The header of a new record. */
export function newHeader(trigger: Trigger, { mode }: Settings, { newId, clock }: Ports): RecordHeader {
  return { id: newId(), time: isoTime(clock), mode, trigger };
}
