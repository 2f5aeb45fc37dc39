import { type DeliveryErrorKind, kindOfDeliveryError } from '../integration/delivery-errors.ts';
import type { TrailFacts } from '../model/facts.ts';
import { type Finding, isAboutDeliveries, isAboutIntegration, isViolated } from '../model/finding.ts';
import type { RefusalCause } from '../model/plan.ts';
import { CONCERNS } from '../model/rule-catalog.ts';
import { ADMINISTRATOR, KEY_OWNER } from '../model/who-can-act.ts';

/** The kinds of errors that no other log group or role would end. */
type OtherKind = Exclude<DeliveryErrorKind, 'access' | 'size'>;

const CAUSES: Readonly<Record<OtherKind, { readonly why: string; readonly whoCanAct: string }>> = {
  key: {
    why: "the log group's KMS key must exist, be enabled and allow CloudWatch Logs to encrypt",
    whoCanAct: KEY_OWNER,
  },
  throttling: {
    why: 'a quota of CloudWatch Logs is reached',
    whoCanAct: `${ADMINISTRATOR} (request higher quotas of CloudWatch Logs)`,
  },
  service: {
    why: 'CloudWatch Logs does not accept the events',
    whoCanAct: `${ADMINISTRATOR} (see the AWS Health Dashboard, or open a case with AWS Support)`,
  },
  unknown: { why: 'trailmend does not know this error', whoCanAct: ADMINISTRATOR },
};

/**
 * Whether a finding shows a fault of the log group or the role, which another target repairs. Late
 * deliveries, and errors that are not about access, are nobody's role.
 */
export function isTargetFault(finding: Finding, { status }: TrailFacts): boolean {
  const { rule } = finding;
  if (!isViolated(finding) || !isAboutIntegration(rule) || rule === 'delivery-stale') return false;
  return rule !== 'delivery-error' || (status.read && kindOf(status.value) === 'access');
}

/**
 * Why trailmend repairs no late or failed delivery; undefined for other findings, for an error of
 * access, and where the status is unread.
 * @param findings of the trail
 */
export function lateDeliveryRefusal(
  finding: Finding,
  findings: readonly Finding[],
  { status }: TrailFacts,
): RefusalCause | undefined {
  const { rule, verdict, evidence } = finding;
  if (!isAboutDeliveries(rule) || !status.read) return undefined;
  const { saw } = evidence;
  if (verdict === 'undecided') {
    return {
      reason: 'awaiting-second-look',
      detail: `${saw}. A late delivery is no fault of the role. trailmend looks again at the next sweep.`,
      whoCanAct: 'nobody yet: trailmend looks again at the next sweep',
    };
  }
  if (rule === 'delivery-error') {
    const kind = kindOf(status.value);
    if (kind === 'access' || kind === 'size') return undefined;
    const { why, whoCanAct } = CAUSES[kind];
    return { reason: kind === 'key' ? 'kms' : 'delivery-error', detail: `${saw} (${why})`, whoCanAct };
  }
  const isRoleHealthy = findings.every((other) => CONCERNS[other.rule] !== 'role');
  const role = isRoleHealthy ? '; the trust policy, the policies and the boundary of the role allow the delivery' : '';
  const { logsDeliveryError } = status.value;
  const error = logsDeliveryError === undefined ? '; AWS reports no error' : '';
  return {
    reason: 'late-delivery',
    detail: `${saw}${role}${error}. CloudTrail sends no events over 256 KB to CloudWatch Logs.`,
    whoCanAct: `${ADMINISTRATOR} (compare the newest log files in the bucket with the log group; if smaller events are missing, open a case with AWS Support)`,
  };
}

function kindOf({ logsDeliveryError = '' }: { readonly logsDeliveryError?: string }): DeliveryErrorKind {
  return kindOfDeliveryError(logsDeliveryError);
}
