import { DAY_MS } from '../model/age.ts';
import { quoted } from '../model/foreign-text.ts';
import type { LogGroup } from '../model/log-group.ts';
import { LOG_POLICY_OWNER } from '../model/who-can-act.ts';

/** Why the retention of a log group is insufficient. */
export type RetentionGap = 'short' | 'unset';

type Retention = Pick<LogGroup, 'retentionDays' | 'retentionPolicyName' | 'createdMs'>;

/**
 * Why the retention of a log group is insufficient. Without a retention events never expire, so
 * `unset` applies only to a group that is younger than `wantedDays`.
 */
export function retentionGap(
  { retentionDays, createdMs }: Retention,
  wantedDays: number,
  now: string,
): RetentionGap | undefined {
  if (retentionDays !== undefined) return retentionDays < wantedDays ? 'short' : undefined;
  const isYoung = createdMs !== undefined && Date.parse(now) - createdMs < wantedDays * DAY_MS;
  return isYoung ? 'unset' : undefined;
}

/**
 * Whether trailmend has to set the retention of an existing log group of its own. Under an account
 * policy it does not: PutRetentionPolicy would succeed without an effect, and it could lower the
 * hidden retention of the log group, which counts again when the policy ends.
 * Source: CloudWatch Logs API reference, PutRetentionPolicy, LogGroup.
 */
export function needsRetention(group: Retention, wantedDays: number, now: string): boolean {
  return group.retentionPolicyName === undefined && retentionGap(group, wantedDays, now) !== undefined;
}

/** Which account policy overrides a log group's retention, and who can change it; else empty. */
export function policyNote({ retentionPolicyName }: Retention): string {
  if (retentionPolicyName === undefined) return '';
  return `. The account policy ${quoted(retentionPolicyName)} overrides the log group's own retention: ${LOG_POLICY_OWNER} can change it`;
}
