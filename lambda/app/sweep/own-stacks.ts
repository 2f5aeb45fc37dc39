import type { Fact } from '../../core/model/fact.ts';
import type { RecordHeader } from '../../core/model/outcome.ts';
import type { EventRuleStatus, ForwarderQueue } from '../../core/model/region-scan.ts';
import { eventRuleRecord, type IssueRecord } from '../../core/outcome/account-records.ts';
import { forwarderQueueRecord } from '../../core/outcome/forwarder-records.ts';
import type { Ports } from '../ports.ts';

/** What a sweep read about trailmend's stack in a Region. */
export interface OwnStack {
  readonly region: string;
  readonly eventRule: Fact<EventRuleStatus>;
  /** Only of a forwarder. */
  readonly queue?: Fact<ForwarderQueue>;
}

interface OwnRegions {
  readonly ownRegions: readonly string[];
  readonly forwarderRegions: readonly string[];
}

export function readOwnStacks({ ownRegions, forwarderRegions }: OwnRegions, ports: Ports): Promise<OwnStack[]> {
  return Promise.all(
    ownRegions.map(async (region) => {
      const isForwarder = forwarderRegions.includes(region);
      const [eventRule, queue] = await Promise.all([
        ports.eventRuleStatus(region),
        isForwarder ? ports.forwarderQueue(region) : undefined,
      ]);
      return { region, eventRule, ...(queue && { queue }) };
    }),
  );
}

export function ownStackRecords(
  { region, eventRule, queue }: OwnStack,
  account: string,
  header: () => RecordHeader,
): readonly IssueRecord[] {
  const ofEventRule = eventRuleRecord(header(), account, region, eventRule);
  if (!queue || isNotDeployed(eventRule, queue)) return [ofEventRule];
  return [ofEventRule, forwarderQueueRecord(header(), account, region, queue)];
}

/** Without its rule and its queue, the forwarder is not deployed: that is one issue. */
function isNotDeployed(eventRule: Fact<EventRuleStatus>, queue: Fact<ForwarderQueue>): boolean {
  return eventRule.read && eventRule.value === 'missing' && queue.read && queue.value.status === 'missing';
}
