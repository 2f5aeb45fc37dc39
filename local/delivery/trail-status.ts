import type { CallerIdentities } from '../events/caller-identities.ts';
import type { Answer, Behaviour } from '../gate/call.ts';
import { withBody } from '../wire/json-answer.ts';
import { jsonObject } from '../wire/json-object.ts';

/** The deliveries to one destination of a trail. */
export interface DestinationStatus {
  /** When the last successful delivery took place. */
  readonly time?: Date;
  /** Why the last attempt failed; absent when it succeeded. */
  readonly error?: string;
}

interface TrailStatus {
  logs: DestinationStatus;
  bucket: DestinationStatus;
}

/** The delivery fields of GetTrailStatus, by the trail's ARN. */
export interface TrailStatuses {
  /**
   * Records an attempt to deliver to CloudWatch Logs or to the bucket.
   * @param result when it succeeded, or why it failed
   */
  recordAttempt(trailArn: string, destination: 'logs' | 'bucket', result: Date | string): void;
  /**
   * Makes the last delivery to CloudWatch Logs older, and shows no later one, as if only the bucket
   * received events from then on.
   */
  delayLogs(trailArn: string, milliseconds: number): void;
  readonly behaviour: Behaviour;
}

/**
 * Adds the latest deliveries and their errors to GetTrailStatus. StartLoggingTime and
 * StopLoggingTime are the emulator's.
 * Source: CloudTrail API reference, GetTrailStatus. Assumed: an error stays until the next success,
 * and a new trail with an old name starts without deliveries.
 */
export function trailStatuses(identities: CallerIdentities): TrailStatuses {
  const statuses = new Map<string, TrailStatus>();
  const delayed = new Set<string>();
  return {
    recordAttempt(trailArn, destination, result) {
      if (destination === 'logs' && delayed.has(trailArn)) return;
      const status = statuses.get(trailArn) ?? { logs: {}, bucket: {} };
      status[destination] = result instanceof Date ? { time: result } : { ...status[destination], error: result };
      statuses.set(trailArn, status);
    },
    delayLogs(trailArn, milliseconds) {
      delayed.add(trailArn);
      const status = statuses.get(trailArn);
      if (status?.logs.time)
        status.logs = { ...status.logs, time: new Date(status.logs.time.getTime() - milliseconds) };
    },
    async behaviour(call, next) {
      const answer = await next(call);
      if (call.service !== 'cloudtrail' || answer.status !== 200) return answer;
      if (call.operation === 'CreateTrail' || call.operation === 'DeleteTrail') {
        const name = String(jsonObject(answer.body.toString('utf8'))?.['TrailARN'] ?? call.input?.['Name'] ?? '');
        const trailArn = arnOf(name, (await identities.of(call)).account, call.region);
        statuses.delete(trailArn);
        delayed.delete(trailArn);
      }
      if (call.operation !== 'GetTrailStatus') return answer;
      const { account } = await identities.of(call);
      const status = statuses.get(arnOf(String(call.input?.['Name'] ?? ''), account, call.region));
      return status === undefined ? answer : withDeliveries(answer, status);
    },
  };
}

function withDeliveries(answer: Answer, { logs, bucket }: TrailStatus): Answer {
  const body = {
    ...jsonObject(answer.body.toString('utf8')),
    ...(logs.time && { LatestCloudWatchLogsDeliveryTime: epochSeconds(logs.time) }),
    ...(logs.error !== undefined && { LatestCloudWatchLogsDeliveryError: logs.error }),
    ...(bucket.time && { LatestDeliveryTime: epochSeconds(bucket.time) }),
    ...(bucket.error !== undefined && { LatestDeliveryError: bucket.error }),
  };
  return withBody(answer, body);
}

/** A time as AWS's JSON protocols represent it: seconds since the epoch. */
function epochSeconds(time: Date): number {
  return time.getTime() / 1000;
}

function arnOf(nameOrArn: string, account: string, region: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : `arn:aws:cloudtrail:${region}:${account}:trail/${nameOrArn}`;
}
