import { NOT_FORWARDED_QUEUE } from '../integration/names.ts';
import type { Fact } from '../model/fact.ts';
import type { Judgement, RecordHeader } from '../model/outcome.ts';
import type { ForwarderQueue } from '../model/region-scan.ts';
import { OPERATOR } from '../model/who-can-act.ts';
import { compliant, type IssueRecord, notRead } from './account-records.ts';
import { recordWithoutRun } from './trail-record.ts';

/** The events that a forwarder could not forward are a separate issue from its event rule. */
export function forwarderQueueRecord(
  header: RecordHeader,
  account: string,
  region: string,
  queue: Fact<ForwarderQueue>,
): IssueRecord {
  const record = recordWithoutRun(header, { kind: 'region', region, account }, judgeQueue(region, queue));
  const queueUrl = record.outcome === 'BLOCKED' && queue.read && queue.value.status === 'found' && queue.value.queueUrl;
  return { record: { ...record, ...(queueUrl && { queueUrl }) }, issue: `forwarder queue ${region}` };
}

function judgeQueue(region: string, queue: Fact<ForwarderQueue>): Judgement {
  const name = `dead-letter queue ${NOT_FORWARDED_QUEUE} in ${region}`;
  if (!queue.read) {
    return notRead('not-forwarded', `trailmend could not read how many events the ${name} contains: ${queue.why}`);
  }
  if (queue.value.status === 'missing') {
    const detail = `The ${name} does not exist, so nobody sees which events were not forwarded. An older version of the forwarder has a queue with another name.`;
    return {
      outcome: 'BLOCKED',
      reason: 'queue-missing',
      detail,
      whoCanAct: `${OPERATOR} (deploy the forwarder again)`,
    };
  }
  const { events, queueUrl } = queue.value;
  if (events === 0) return compliant(`The queue ${NOT_FORWARDED_QUEUE} is empty.`);
  const detail = `The ${name} contains about ${events} event${events === 1 ? '' : 's'} that EventBridge could not forward to the hub: ${queueUrl}. Only sweeps find such changes of trails.`;
  const whoCanAct = `${OPERATOR} (find the cause, then empty the queue)`;
  return { outcome: 'BLOCKED', reason: 'not-forwarded', detail, whoCanAct };
}
