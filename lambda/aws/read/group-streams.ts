import { DescribeLogStreamsCommand, type DescribeLogStreamsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { logStreamName } from '../../core/integration/delivery-role.ts';
import { type Fact, NOT_ASKED } from '../../core/model/fact.ts';
import type { TrailFacts } from '../../core/model/facts.ts';
import type { LogStream } from '../../core/model/log-group.ts';
import type { Trail } from '../../core/model/trail.ts';
import { groupBeside, type TrailId } from '../../core/model/trail-id.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';
import { factFrom } from './fact.ts';

/**
 * Reads the log streams to which CloudTrail delivers the events of a trail, beside its log group.
 * The members of an organization have their own, of other names. One page has 50 streams: where
 * there are more, nobody can say which are missing.
 */
export async function readGroupStreams(
  clients: Clients,
  id: TrailId,
  trail: Fact<Trail>,
  current: Promise<TrailFacts['currentGroup']>,
): Promise<TrailFacts['groupStreams']> {
  if (!trail.read) return trail;
  const { logGroupArn, isOrganizationTrail } = trail.value;
  const named = groupBeside(id, logGroupArn);
  if (!named) return NOT_ASKED;
  const prefix = isOrganizationTrail ? {} : { logStreamNamePrefix: logStreamName(id) };
  const input = { logGroupName: named.name, ...prefix };
  const send = () => clients.logs(id.region).send(new DescribeLogStreamsCommand(input));
  const [answer, group] = await Promise.all([callAws('DescribeLogStreams', send), current]);
  const streams = factFrom(answer, (response) => (response.nextToken === undefined ? streamsFrom(response) : 'more'));
  if (group.read && typeof group.value === 'string') return NOT_ASKED;
  if (!streams.read) return streams;
  return streams.value === 'more' ? NOT_ASKED : { read: true, value: streams.value };
}

/** Undefined for a malformed response. */
function streamsFrom({ logStreams = [] }: DescribeLogStreamsCommandOutput): readonly LogStream[] | undefined {
  const streams = logStreams.flatMap(({ logStreamName: name, creationTime: createdMs }) =>
    name === undefined || createdMs === undefined ? [] : [{ name, createdMs }],
  );
  return streams.length === logStreams.length ? streams : undefined;
}
