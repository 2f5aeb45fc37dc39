import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import type { Clients } from '../../lambda/aws/clients.ts';
import { readPages } from '../../lambda/aws/read/fact.ts';
import { FINISHED_SWEEP } from '../../lambda/core/integration/names.ts';
import { type Fact, mapFact } from '../../lambda/core/model/fact.ts';

const PATTERN = `{ $.message = "${FINISHED_SWEEP.message}" && $.scope = "${FINISHED_SWEEP.scope}" }`;

/**
 * When the function finished its last full sweep, in milliseconds since the epoch; undefined: it
 * finished none since `sinceMs`.
 */
export async function readLastSweep(
  clients: Pick<Clients, 'logs'>,
  { logGroupName, region }: { readonly logGroupName: string; readonly region: string },
  sinceMs: number,
): Promise<Fact<number | undefined>> {
  const input = { logGroupName, startTime: sinceMs, filterPattern: PATTERN };
  const pages = () => paginateFilterLogEvents({ client: clients.logs(region) }, input);
  const sweeps = await readPages('FilterLogEvents', pages, ({ events = [] }) =>
    events.filter(({ message = '' }) => isFinishedSweep(message)).map(({ timestamp = 0 }) => timestamp),
  );
  return mapFact(sweeps, (times) => (times.length === 0 ? undefined : Math.max(...times)));
}

/** The entry of a sweep, and not a text that a trail brought into another entry. */
function isFinishedSweep(message: string): boolean {
  try {
    const entry = JSON.parse(message);
    return entry?.message === FINISHED_SWEEP.message && entry?.scope === FINISHED_SWEEP.scope;
  } catch {
    return false;
  }
}
