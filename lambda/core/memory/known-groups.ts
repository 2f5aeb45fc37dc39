import type { TrailMemory } from '../model/memory.ts';
import type { Step } from '../model/step.ts';

/**
 * ARNs of the groups to which the trail delivered when it was last whole, which comes first, or to which trailmend sent it since; empty where
 * nothing is remembered. A run that was killed, or is still at work, may have sent it.
 */
export function knownGroups({ acceptedTarget, awaitingVerification, lease }: TrailMemory): readonly string[] {
  if (!acceptedTarget) return [];
  const proving = awaitingVerification ? [awaitingVerification.target.logGroupArn] : [];
  return [acceptedTarget.logGroupArn, ...proving, ...groupsSentTo(lease?.begun.steps ?? [])];
}

/** ARNs of the groups to which steps send a trail. */
export function groupsSentTo(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) => (step.operation === 'UpdateTrail' ? [step.input.CloudWatchLogsLogGroupArn] : []));
}
