import type { ListedTrail, Recording } from '../../core/model/region-scan.ts';
import type { Clients } from '../clients.ts';
import { readEventSelectors } from './event-selectors.ts';
import { mapFact } from './fact.ts';
import { readTrailStatus } from './resources.ts';

/**
 * Reads what a listed trail records, with one or two calls. A replica and an organization trail in
 * a member account are read by their ARN (CloudTrail API reference, GetTrailStatus).
 * @param region a Region that lists the trail
 */
export async function readRecording(
  clients: Clients,
  { id: { arn }, trail }: ListedTrail,
  region: string,
): Promise<Recording> {
  const [status, selectors] = await Promise.all([
    readTrailStatus(clients, { arn, region }),
    readEventSelectors(clients, { arn, region }, trail),
  ]);
  return {
    isLogging: mapFact(status, ({ isLogging }) => isLogging),
    managementEvents: mapFact(selectors, ({ managementEvents }) => managementEvents),
  };
}
