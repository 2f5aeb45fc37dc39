import { logGroupArn, type TrailId } from '../core/arn.ts';
import type { Fact, LogGroup } from '../core/facts.ts';
import type { Clients } from './clients.ts';
import { readLogGroupTags, type Tags } from './reads.ts';

/** The tags of a log group in a trail's account and home region. */
export function readGroupTags(clients: Clients, id: TrailId, { name }: LogGroup): Promise<Fact<Tags>> {
  return readLogGroupTags(clients, id.region, logGroupArn(id, name).replace(/:\*$/, ''));
}
