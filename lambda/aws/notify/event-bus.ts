import { PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { OUTCOME_EVENT, PROBE_EVENT } from '../../core/integration/names.ts';
import type { AwsResult } from '../../core/model/aws-result.ts';
import type { OutcomeRecord } from '../../core/model/outcome.ts';
import { failed } from '../../core/model/result.ts';
import { truncateToFit } from '../../core/notification/truncate.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';

/** An entry must be smaller, in bytes (EventBridge user guide, "PutEvents event entry size"). */
const TOO_LARGE = 256 * 1024;

/**
 * Puts an outcome on the account's default event bus. If the record is too long, the event has a
 * truncated record that says so.
 * @param region the function's own
 */
export function putOutcomeEvent(clients: Clients, region: string, record: OutcomeRecord): Promise<AwsResult<unknown>> {
  const entryOf = (candidate: OutcomeRecord) => ({ ...OUTCOME_EVENT, Detail: JSON.stringify(candidate) });
  const fits = (candidate: OutcomeRecord) => Buffer.byteLength(Object.values(entryOf(candidate)).join('')) < TOO_LARGE;
  return putEvent(clients, region, entryOf(truncateToFit(record, fits)));
}

/** Puts a probe on the default event bus of a Region. @param id unpredictable */
export function putProbeEvent(clients: Clients, region: string, id: string): Promise<AwsResult<unknown>> {
  return putEvent(clients, region, { ...PROBE_EVENT, Detail: JSON.stringify({ id }) });
}

async function putEvent(clients: Clients, region: string, entry: PutEventsRequestEntry): Promise<AwsResult<unknown>> {
  const result = await callAws('PutEvents', () =>
    clients.events(region).send(new PutEventsCommand({ Entries: [entry] })),
  );
  // AWS returns 200 for an entry that it refused (EventBridge API reference, PutEvents).
  if (!result.ok || result.value.FailedEntryCount === 0) return result;
  const { ErrorCode: code = 'no result', ErrorMessage: message = 'no message' } = result.value.Entries?.[0] ?? {};
  return failed({ operation: 'PutEvents', code, message });
}
