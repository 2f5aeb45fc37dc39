import type { AccountFacts, Check } from './account-facts.ts';
import { accountRetention } from './account-retention.ts';
import { alarms } from './alarms.ts';
import { bucketPolicies } from './bucket-policies.ts';
import { callerPermissions } from './caller-permissions.ts';
import { controlPolicies } from './control-policies.ts';
import { controlTower } from './control-tower.ts';
import { eventRules } from './event-rules.ts';
import { forwarders } from './forwarders.ts';
import { lastSweep } from './last-sweep.ts';
import { logsKey } from './logs-key.ts';
import { queues } from './queues.ts';
import { roleQuota, trailQuota } from './quotas.ts';
import { regions } from './regions.ts';
import { requiredBoundary } from './required-boundary.ts';
import type { CheckResult } from './result.ts';
import { settingsDrift } from './settings-drift.ts';
import type { StackFacts } from './stack-facts.ts';
import { subscribers } from './subscribers.ts';
import { version } from './version.ts';

/** Whether a repair would succeed in the account. By id, in the order of the results. */
export const ACCOUNT_CHECKS = {
  regions,
  'caller-permissions': callerPermissions,
  'required-boundary': requiredBoundary,
  'service-control-policies': controlPolicies,
  'control-tower': controlTower,
  'bucket-policies': bucketPolicies,
  'logs-key': logsKey,
  'account-retention': accountRetention,
  'role-quota': roleQuota,
  'trail-quota': trailQuota,
} as const satisfies Readonly<Record<string, Check<AccountFacts>>>;

/** Whether a deployed stack does its work. By id, in the order of the results. */
export const STACK_CHECKS = {
  version,
  'settings-drift': settingsDrift,
  'event-rules': eventRules,
  forwarders,
  'last-sweep': lastSweep,
  queues,
  alarms,
  subscribers,
} as const satisfies Readonly<Record<string, Check<StackFacts>>>;

export function checkAccount(facts: AccountFacts): readonly CheckResult[] {
  return Object.entries<Check<AccountFacts>>(ACCOUNT_CHECKS).flatMap(([id, check]) =>
    check(facts).map((finding) => ({ id, ...finding })),
  );
}

export function checkStack(facts: StackFacts): readonly CheckResult[] {
  return Object.entries<Check<StackFacts>>(STACK_CHECKS).flatMap(([id, check]) =>
    check(facts).map((finding) => ({ id, ...finding })),
  );
}
