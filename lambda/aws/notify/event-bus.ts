import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { PutOutcome } from '../../app/ports.ts';
import { OUTCOME_EVENT } from '../../core/integration/names.ts';
import { formatAwsError } from '../../core/model/aws-result.ts';
import type { OutcomeRecord } from '../../core/model/outcome.ts';
import { truncateToFit } from '../../core/notification/truncate.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';

/** Bytes of source, detail-type and detail together have to stay below this (EventBridge user guide, "PutEvents event entry size"). */
const TOO_LARGE = 256 * 1024;

/**
 * What EventBridge would not take for its length is cut, and says so.
 * @param region of the default bus that gets the events: the function's own
 */
export function outcomePutter(clients: Clients, region: string): PutOutcome {
  return async (record) => {
    const entryOf = (candidate: OutcomeRecord) => ({ ...OUTCOME_EVENT, Detail: JSON.stringify(candidate) });
    const fits = (candidate: OutcomeRecord) =>
      Buffer.byteLength(Object.values(entryOf(candidate)).join('')) < TOO_LARGE;
    const entry = entryOf(truncateToFit(record, fits));
    const answer = await callAws('PutEvents', () =>
      clients.events(region).send(new PutEventsCommand({ Entries: [entry] })),
    );
    if (!answer.ok) return { put: false, why: formatAwsError(answer.error) };
    // AWS answers 200 for an entry that it refused (EventBridge API reference, PutEvents).
    const { FailedEntryCount, Entries } = answer.value;
    if (FailedEntryCount === 0) return { put: true };
    const { ErrorCode: code = 'no result', ErrorMessage: message = 'no message' } = Entries?.[0] ?? {};
    return { put: false, why: formatAwsError({ operation: 'PutEvents', code, message }) };
  };
}
