import { recordingFrom } from '../../core/integration/recording.ts';
import type { ListedTrail, Recording } from '../../core/model/region-scan.ts';
import type { Clients } from '../clients.ts';
import { readEventSelectors } from './event-selectors.ts';
import { unread } from './fact.ts';
import { readTrailStatus } from './resources.ts';

/** The function's role may not read the event selectors of another account's trail. */
const NOT_PERMITTED = unread("the event selectors of another account's trail, which the function may not read");

/**
 * Reads what a listed trail records, with one or two calls. A replica and an organization trail in
 * a member account are read by their ARN (CloudTrail API reference, GetTrailStatus).
 * @param account the account of trailmend
 * @param region a Region that lists the trail
 */
export async function readRecording(
  clients: Clients,
  account: string,
  { id: { arn, account: owner }, trail }: ListedTrail,
  region: string,
): Promise<Recording> {
  const isReadable = owner === account || !trail.hasCustomEventSelectors;
  const [status, selectors] = await Promise.all([
    readTrailStatus(clients, { arn, region }),
    isReadable ? readEventSelectors(clients, { arn, region }, trail) : NOT_PERMITTED,
  ]);
  return recordingFrom(status, selectors);
}
