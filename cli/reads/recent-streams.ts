import { DescribeLogStreamsCommand, type LogStream } from '@aws-sdk/client-cloudwatch-logs';
import { callAws } from '../../lambda/aws/call.ts';
import type { Clients } from '../../lambda/aws/clients.ts';
import { factFrom } from '../../lambda/aws/read/fact.ts';
import { logStreamName } from '../../lambda/core/integration/delivery-role.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';
import { existingGroup, type TrailFacts } from '../../lambda/core/model/facts.ts';
import type { RecentStream } from '../evidence/trail-evidence.ts';

const ONE_PAGE = 50;

/**
 * The log streams of the trail that took events last, latest first. A log group can have streams of
 * others, too.
 */
export async function readRecentStreams(
  clients: Clients,
  facts: TrailFacts | undefined,
): Promise<Fact<readonly RecentStream[]>> {
  const group = facts && existingGroup(facts);
  if (!facts || !group) return { read: false, why: 'trailmend found no log group of the trail' };
  const { id, trail } = facts;
  const input = { logGroupName: group.name, orderBy: 'LastEventTime', descending: true, limit: ONE_PAGE } as const;
  const send = () => clients.logs(id.region).send(new DescribeLogStreamsCommand(input));
  const isOfOrganization = trail.read && trail.value.isOrganizationTrail;
  const isOwn = isOfOrganization
    ? ({ logStreamName: name = '' }: LogStream) => name.includes('_CloudTrail_')
    : ({ logStreamName: name = '' }: LogStream) => name.startsWith(logStreamName(id));
  return factFrom(await callAws('DescribeLogStreams', send), ({ logStreams = [] }) =>
    logStreams
      .filter(isOwn)
      .toSorted((one, other) => (other.lastIngestionTime ?? 0) - (one.lastIngestionTime ?? 0))
      .map(({ logStreamName: name = '', creationTime, lastIngestionTime }) => ({
        name,
        ...(creationTime !== undefined && { created: isoOf(creationTime) }),
        ...(lastIngestionTime !== undefined && { lastIngestion: isoOf(lastIngestionTime) }),
      })),
  );
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
