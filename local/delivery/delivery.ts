import type { Clock } from '../clock.ts';
import type { EmulatorApi } from '../emulator/api.ts';
import type { EventConsumer } from '../events/api-call-events.ts';
import { isTooLarge } from '../events/record-size.ts';
import type { Evaluator } from '../iam/evaluator.ts';
import { DeliveryError } from './delivery-error.ts';
import { writeLogFile } from './log-file.ts';
import { streamName, writeToStream } from './log-stream.ts';
import type { PendingRecord } from './pending-record.ts';
import { readTrailDestinations, type TrailDestinations } from './trail-destinations.ts';
import type { TrailStatuses } from './trail-status.ts';

export interface DeliveryOptions {
  readonly api: EmulatorApi;
  readonly evaluator: Evaluator;
  readonly clock: Clock;
  /**
   * From a trail's first pending record to the delivery of all pending ones, in milliseconds; on
   * AWS about 5 minutes.
   */
  readonly delayMs: number;
  readonly statuses: TrailStatuses;
  /** Called with each delivery that the local AWS itself failed to make. */
  readonly warn: (line: string) => void;
  /** The id of the organization that an account manages. */
  readonly organizationOf: (account: string) => Promise<string>;
  /** The account that owns a bucket; undefined when the gate has not seen its creation. */
  readonly bucketOwner: (bucket: string) => string | undefined;
}

/** Delivers the records of trails to their log groups and buckets. */
export interface Delivery {
  /** Accepts an event for the trails that log it, and returns at once. */
  readonly accept: EventConsumer;
  /** Delivers all pending records without the rest of their delay. */
  flush(): Promise<void>;
}

/**
 * Delivers the records of all Regions of a trail together, to the log group in its home Region and
 * to its bucket, with the trail's settings at that moment. Assumed: CloudTrail does not retry a
 * delivery that the role or the bucket refuses.
 * Source: CloudTrail user guide, "Sending events to CloudWatch Logs" (about five minutes; all
 * Regions to one group), "Managing data consistency in CloudTrail" (the last known configuration).
 */
export function delivery(options: DeliveryOptions): Delivery {
  const { clock, delayMs, warn } = options;
  const pending = new Map<string, PendingRecord[]>();
  const underWay = new Map<string, Promise<void>>();

  /** Delivers the pending records of a trail after its earlier deliveries. */
  const deliverPending = (trailArn: string): Promise<void> => {
    const delivered = (underWay.get(trailArn) ?? Promise.resolve())
      .then(() => {
        const records = pending.get(trailArn) ?? [];
        pending.delete(trailArn);
        return deliver(options, trailArn, records);
      })
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : error;
        warn(`The local AWS could not deliver the records of ${trailArn}: ${reason}`);
      });
    underWay.set(trailArn, delivered);
    return delivered;
  };

  return {
    async accept(event, trails) {
      const { account, region, detail } = event;
      const record = { account, region, time: Date.parse(event.time), text: JSON.stringify(detail) };
      for (const { arn } of trails) {
        const records = pending.get(arn);
        if (records !== undefined) {
          records.push(record);
        } else {
          pending.set(arn, [record]);
          void clock.sleep(delayMs).then(() => deliverPending(arn));
        }
      }
    },
    async flush() {
      await Promise.all([...new Set([...pending.keys(), ...underWay.keys()])].map(deliverPending));
    },
  };
}

async function deliver(options: DeliveryOptions, trailArn: string, records: readonly PendingRecord[]): Promise<void> {
  if (records.length === 0) return;
  const trail = await readTrailDestinations(options.api, trailArn);
  if (trail === undefined) return;
  const isForeign = ({ account }: PendingRecord) => account !== trail.account;
  const organizationId = records.some(isForeign) ? await options.organizationOf(trail.account) : undefined;
  await deliverToLogGroup(options, trail, records, organizationId);
  await deliverToBucket(options, trail, records, organizationId);
}

async function deliverToLogGroup(
  options: DeliveryOptions,
  { logs, ...trail }: TrailDestinations,
  records: readonly PendingRecord[],
  organizationId: string | undefined,
): Promise<void> {
  const accepted = records.filter(({ text }) => !isTooLarge(text));
  if (logs === undefined || accepted.length === 0) return;
  await recordingAttempt(options, trail.arn, 'logs', async () => {
    const streams = Map.groupBy(accepted, ({ account }) => streamName(trail, account, organizationId));
    for (const [stream, group] of streams) {
      await writeToStream(options.api, options.evaluator, { ...trail, logs }, stream, group);
    }
  });
}

async function deliverToBucket(
  options: DeliveryOptions,
  trail: TrailDestinations,
  records: readonly PendingRecord[],
  organizationId: string | undefined,
): Promise<void> {
  const { api, evaluator, clock, bucketOwner } = options;
  await recordingAttempt(options, trail.arn, 'bucket', async () => {
    for (const group of Map.groupBy(records, ({ account, region }) => `${account} ${region}`).values()) {
      const [{ account, region } = { account: '', region: '' }] = group;
      const bucketAccount = bucketOwner(trail.bucket) ?? trail.account;
      const writtenAt = new Date(clock.now());
      const file = { trail, account, region, records: group, bucketAccount, writtenAt };
      await writeLogFile(api, evaluator, { ...file, ...(organizationId !== undefined && { organizationId }) });
    }
  });
}

/** Records in the trail's status whether a delivery succeeded, or why it failed. */
async function recordingAttempt(
  { statuses, clock }: DeliveryOptions,
  trailArn: string,
  destination: 'logs' | 'bucket',
  attempt: () => Promise<void>,
): Promise<void> {
  try {
    await attempt();
    statuses.recordAttempt(trailArn, destination, new Date(clock.now()));
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    statuses.recordAttempt(trailArn, destination, error.message);
  }
}
