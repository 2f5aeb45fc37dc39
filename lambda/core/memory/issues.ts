import { isRecent } from '../model/age.ts';
import type { IssueChanges, IssueMemory } from '../model/issue-memory.ts';
import { PUBLISHING_MS } from './pending.ts';

/** Whether another sweep is notifying people of an issue. After a while, it must have crashed. */
export function isClaimed({ claims }: IssueMemory, issue: string, now: string): boolean {
  const since = claims[issue];
  return since !== undefined && isRecent(since, now, PUBLISHING_MS);
}

/** What a sweep saves before it notifies people. @param notifier an id of the write */
export function claimChanges(
  issues: readonly string[],
  { notifications = 0 }: IssueMemory,
  notifier: string,
  now: string,
): IssueChanges {
  const claims = Object.fromEntries(issues.map((issue) => [issue, now]));
  return { claims, notifications: notifications + 1, notifier };
}
