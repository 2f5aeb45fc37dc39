import type { Fact } from '../../core/model/fact.ts';
import type { RecordHeader } from '../../core/model/outcome.ts';
import type { ProbeResult } from '../../core/model/probe.ts';
import type { EventRuleStatus, ForwarderQueue } from '../../core/model/region-scan.ts';
import type { IssueRecord } from '../../core/outcome/account-records.ts';
import { eventRuleRecord } from '../../core/outcome/event-rule-record.ts';
import { forwarderQueueRecord } from '../../core/outcome/forwarder-records.ts';
import type { Ports } from '../ports.ts';
import { probeRegion } from '../probe.ts';

/** What a sweep read about trailmend's stack in a Region. */
export interface OwnStack {
  readonly region: string;
  readonly eventRule: Fact<EventRuleStatus>;
  readonly probe: ProbeResult;
  /** Only of a forwarder. */
  readonly queue?: Fact<ForwarderQueue>;
}

interface OwnRegions {
  readonly ownRegions: readonly string[];
  readonly forwarderRegions: readonly string[];
}

/** Reads the stack of each Region, and whether its last probe arrived. Puts the next probes. */
export async function checkOwnStacks(
  { ownRegions, forwarderRegions }: OwnRegions,
  ports: Ports,
): Promise<readonly OwnStack[]> {
  const probes = ports.ledger.loadProbes(ownRegions);
  return Promise.all(
    ownRegions.map(async (region, index) => {
      const isForwarder = forwarderRegions.includes(region);
      const [eventRule, queue, known] = await Promise.all([
        ports.eventRuleStatus(region),
        isForwarder ? ports.forwarderQueue(region) : undefined,
        probes.then((all) => all[index]),
      ]);
      const probe = await probeRegion(region, eventRule, known ?? { read: false, why: 'not loaded' }, ports);
      return { region, eventRule, probe, ...(queue && { queue }) };
    }),
  );
}

export function ownStackRecords(
  { region, eventRule, probe, queue }: OwnStack,
  account: string,
  header: () => RecordHeader,
): readonly IssueRecord[] {
  const ofQueue =
    queue && !isNotDeployed(eventRule, queue) ? [forwarderQueueRecord(header(), account, region, queue)] : [];
  // Too early to say that an issue is over.
  if (probe.status === 'pending' && eventRule.read && eventRule.value === 'active') return ofQueue;
  return [eventRuleRecord(header(), account, region, eventRule, probe), ...ofQueue];
}

/** Without its rule and its queue, the forwarder is not deployed: that is one issue. */
function isNotDeployed(eventRule: Fact<EventRuleStatus>, queue: Fact<ForwarderQueue>): boolean {
  return eventRule.read && eventRule.value === 'missing' && queue.read && queue.value.status === 'missing';
}
