import { isSameGroup } from '../integration/group-posture.ts';
import { compare } from '../integration/weakening.ts';
import { acceptances } from '../model/finding.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import type { GroupPosture, PostureParts } from '../model/posture.ts';

/** The posture of the log group to which repairs deliver after the run. */
export function groupAfter(
  { applied, remaining }: OutcomeRecord,
  accepted: PostureParts | undefined,
  seen: PostureParts,
  logGroupArn: string,
): GroupPosture | undefined {
  const ofTarget = (parts: PostureParts | undefined) =>
    parts?.trail.logGroupArn === logGroupArn ? parts.group : undefined;
  const isOwn = applied.some(
    ({ step, result }) =>
      step.operation === 'CreateLogGroup' &&
      result === 'done' &&
      logGroupArn.endsWith(`:log-group:${step.input.logGroupName}:*`),
  );
  const accepts = new Set<string>(acceptances(remaining).map(({ rule }) => rule));
  const [was, is] = [ofTarget(accepted), ofTarget(seen)];
  const ours = isOwn ? ({ isOurs: true } as const) : {};
  if (!is) return was;
  if (!was || !accepted) return { ...is, ...ours };
  // Nobody accepted a log group that others made again.
  if (!isOwn && !isSameGroup(was, is) && !accepts.has('group-remade')) return was;
  const weaker = compare(accepted, seen).flatMap(({ rule }) => (accepts.has(rule) ? [] : [rule]));
  return { ...strongerGroup(was, is, new Set(weaker)), ...ours };
}

/** What is weaker than accepted, or unread, stays as it was accepted. */
function strongerGroup(was: GroupPosture, is: GroupPosture, weakened: ReadonlySet<string>): GroupPosture {
  const createdMs = is.createdMs ?? was.createdMs;
  const { retentionDays } = weakened.has('group-retention-lowered') ? was : is;
  const { metricFilters = was.metricFilters, subscriptionFilters = was.subscriptionFilters } = weakened.has(
    'group-filters-removed',
  )
    ? was
    : is;
  // The streams of another log group of the name are others.
  const known = isSameGroup(was, is) ? was.streams : undefined;
  const streams = weakened.has('group-streams-deleted') ? known : (is.streams ?? known);
  return {
    ...(createdMs !== undefined && { createdMs }),
    ...(retentionDays !== undefined && { retentionDays }),
    ...(metricFilters && { metricFilters }),
    ...(subscriptionFilters && { subscriptionFilters }),
    ...(streams && { streams }),
    masked: is.masked && !weakened.has('group-masked'),
    ...((was.isOurs || is.isOurs) && { isOurs: true }),
  };
}
