import type { CallerIdentities } from '../events/caller-identities.ts';
import type { Answer, Behaviour } from '../gate/call.ts';
import { jsonObject } from '../wire/json-object.ts';

/** How a target of a trail fared. */
export interface DestinationStatus {
  /** Of the last success. */
  readonly time?: Date;
  /** Of the last attempt, when it failed. */
  readonly error?: string;
}

/** What GetTrailStatus tells of deliveries, by the trail's ARN. */
export interface TrailStatuses {
  /** The last attempt to deliver to CloudWatch Logs or to the bucket: when it succeeded, or why it did not. */
  note(trailArn: string, target: 'logs' | 'bucket', attempt: Date | string): void;
  readonly behaviour: Behaviour;
}

/**
 * GetTrailStatus tells the latest deliveries and their errors. StartLoggingTime and StopLoggingTime are the emulator's.
 * Source: CloudTrail API reference, GetTrailStatus. Assumed: an error is told until the next success, a new trail of an old name
 * begins with nothing.
 */
export function trailStatuses(callerIdentities: CallerIdentities): TrailStatuses {
  const known = new Map<string, { logs: DestinationStatus; bucket: DestinationStatus }>();
  return {
    note(trailArn, target, attempt) {
      const status = known.get(trailArn) ?? { logs: {}, bucket: {} };
      status[target] = attempt instanceof Date ? { time: attempt } : { ...status[target], error: attempt };
      known.set(trailArn, status);
    },
    async behaviour(call, next) {
      const answer = await next(call);
      if (call.service !== 'cloudtrail' || answer.status !== 200) return answer;
      if (call.operation === 'CreateTrail' || call.operation === 'DeleteTrail') {
        const name = String(jsonObject(answer.body.toString('utf8'))?.['TrailARN'] ?? call.input?.['Name'] ?? '');
        known.delete(arnOf(name, (await callerIdentities.of(call)).account, call.region));
      }
      if (call.operation !== 'GetTrailStatus') return answer;
      const { account } = await callerIdentities.of(call);
      const status = known.get(arnOf(String(call.input?.['Name'] ?? ''), account, call.region));
      return status === undefined ? answer : told(answer, status);
    },
  };
}

function told(answer: Answer, { logs, bucket }: { logs: DestinationStatus; bucket: DestinationStatus }): Answer {
  const body = {
    ...jsonObject(answer.body.toString('utf8')),
    ...(logs.time && { LatestCloudWatchLogsDeliveryTime: seconds(logs.time) }),
    ...(logs.error !== undefined && { LatestCloudWatchLogsDeliveryError: logs.error }),
    ...(bucket.time && { LatestDeliveryTime: seconds(bucket.time) }),
    ...(bucket.error !== undefined && { LatestDeliveryError: bucket.error }),
  };
  return { ...answer, body: Buffer.from(JSON.stringify(body)) };
}

/** Since the epoch, as AWS's JSON protocols tell times. */
function seconds(time: Date): number {
  return time.getTime() / 1000;
}

function arnOf(nameOrArn: string, account: string, region: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : `arn:aws:cloudtrail:${region}:${account}:trail/${nameOrArn}`;
}
