import type { Clock } from '../clock.ts';
import type { EmulatorApi } from '../emulator/api.ts';
import type { EventConsumer } from '../events/api-call-events.ts';
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
  /** From the first record that waits to the delivery of all that do, milliseconds; on AWS about 5 minutes. */
  readonly delayMs: number;
  readonly statuses: TrailStatuses;
  /** Told of deliveries that the local AWS itself failed to make. */
  readonly tell: (line: string) => void;
  /** The id of the organization that an account manages. */
  readonly organizationOf: (account: string) => Promise<string>;
  /** Whose a bucket is; undefined when that is not known. */
  readonly bucketOwner: (bucket: string) => string | undefined;
}

/** Brings the records of trails to their log groups and buckets. */
export interface Delivery {
  /** Takes an event for trails that log it and returns at once. */
  readonly take: EventConsumer;
  /** Delivers everything that waits, without the rest of its delay. */
  now(): Promise<void>;
}

/**
 * Records of all regions of a trail are delivered together, to the group of its home region and to its bucket, with the trail's
 * settings at that moment. What could not be delivered is not tried again (assumed).
 * Source: CloudTrail user guide, "Sending events to CloudWatch Logs" (about five minutes; all regions to one group),
 * "Managing data consistency in CloudTrail" (the last known configuration).
 */
export function delivery(options: DeliveryOptions): Delivery {
  const { api, clock, delayMs, tell } = options;
  const waiting = new Map<string, PendingRecord[]>();
  const under = new Map<string, Promise<void>>();

  /** One delivery of a trail after the other. */
  const flush = (trailArn: string): Promise<void> => {
    const after = (under.get(trailArn) ?? Promise.resolve()).then(async () => {
      const records = waiting.get(trailArn) ?? [];
      waiting.delete(trailArn);
      const trail = records.length > 0 ? await readTrailDestinations(api, trailArn) : undefined;
      if (trail !== undefined) await deliver(options, trail, records);
    });
    const told = after.catch((error: unknown) => {
      tell(
        `The local AWS could not deliver the records of ${trailArn}: ${error instanceof Error ? error.message : error}`,
      );
    });
    under.set(trailArn, told);
    return told;
  };

  return {
    async take(event, trails) {
      const { account, region, detail } = event;
      const record = { account, region, time: Date.parse(event.time), text: JSON.stringify(detail) };
      for (const { arn } of trails) {
        const records = waiting.get(arn);
        if (records !== undefined) {
          records.push(record);
        } else {
          waiting.set(arn, [record]);
          void clock.sleep(delayMs).then(() => flush(arn));
        }
      }
    },
    async now() {
      await Promise.all([...new Set([...waiting.keys(), ...under.keys()])].map(flush));
    },
  };
}

async function deliver(
  options: DeliveryOptions,
  trail: TrailDestinations,
  records: readonly PendingRecord[],
): Promise<void> {
  const { api, evaluator, clock, statuses, bucketOwner } = options;
  const foreign = records.some(({ account }) => account !== trail.account);
  const organizationId = foreign ? await options.organizationOf(trail.account) : undefined;
  const { logs } = trail;
  if (logs !== undefined) {
    await noted(statuses, trail.arn, 'logs', clock, async () => {
      for (const [stream, group] of groups(records, ({ account }) => streamName(trail, account, organizationId))) {
        await writeToStream(api, evaluator, { ...trail, logs }, stream, group);
      }
    });
  }
  await noted(statuses, trail.arn, 'bucket', clock, async () => {
    for (const group of groups(records, ({ account, region }) => `${account} ${region}`).values()) {
      const [{ account, region } = { account: '', region: '' }] = group;
      const bucketAccount = bucketOwner(trail.bucket) ?? trail.account;
      const writtenAt = new Date(clock.now());
      const file = { trail, account, region, records: group, bucketAccount, writtenAt };
      await writeLogFile(api, evaluator, { ...file, ...(organizationId !== undefined && { organizationId }) });
    }
  });
}

async function noted(
  statuses: TrailStatuses,
  trailArn: string,
  target: 'logs' | 'bucket',
  clock: Clock,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
    statuses.note(trailArn, target, new Date(clock.now()));
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    statuses.note(trailArn, target, error.message);
  }
}

function groups(
  records: readonly PendingRecord[],
  key: (record: PendingRecord) => string,
): ReadonlyMap<string, readonly PendingRecord[]> {
  return Map.groupBy(records, key);
}
