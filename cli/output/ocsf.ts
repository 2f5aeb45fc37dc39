import type { OutcomeWord } from '../../lambda/core/model/outcome.ts';
import { VERSION } from '../../lambda/version.ts';
import { FRAMEWORKS } from '../evidence/controls.ts';

/** The version of the Open Cybersecurity Schema Framework. */
const OCSF = '1.3.0';
const COMPLIANCE_FINDING = { category_uid: 2, class_uid: 2003 } as const;

/** What a finding of OCSF is about. */
export interface OcsfSubject {
  readonly uid: string;
  readonly type: 'AWS::CloudTrail::Trail' | 'Region' | 'Account';
  readonly account: string;
  /** Absent for the account. */
  readonly region?: string;
}

/** What a Compliance Finding says, before it has OCSF's attributes. */
export interface OcsfResult {
  readonly uid: string;
  /** ISO 8601. */
  readonly time: string;
  readonly subject: OcsfSubject;
  readonly outcome: OutcomeWord;
  readonly statusCode: string;
  /** Empty: there is nothing to say. */
  readonly detail: string;
  readonly message: string;
  /** Empty: nobody has to act. */
  readonly whoCanAct: string;
  readonly rules: readonly string[];
}

type Status = readonly [id: 1 | 2 | 3, caption: 'Pass' | 'Warning' | 'Fail'];

/** A trail that nobody judged, because it is out of scope, has no result. */
const STATUS: Readonly<Record<OutcomeWord, Status>> = {
  COMPLIANT: [1, 'Pass'],
  VERIFIED: [1, 'Pass'],
  FIXED: [1, 'Pass'],
  SKIPPED: [2, 'Warning'],
  WOULD_FIX: [3, 'Fail'],
  BLOCKED: [3, 'Fail'],
  FAILED: [2, 'Warning'],
};

/** By the number of the status: informational, low or medium. */
const SEVERITY: Readonly<Record<Status[0], number>> = { 1: 1, 2: 2, 3: 3 };

const STANDARDS = [
  'AWS Foundational Security Best Practices: CloudTrail.5',
  ...FRAMEWORKS.map(({ framework, reference }) => `${framework}: ${reference}`),
];

/** Activities of a finding. */
export const CREATE = 1;
export const CLOSE = 3;

/** Source: OCSF schema, "Compliance Finding" (class 2003). */
export function complianceFinding(result: OcsfResult, activity: typeof CREATE | typeof CLOSE = CREATE): object {
  const { uid, time, subject, outcome, statusCode, detail, message, whoCanAct, rules } = result;
  const [status_id, status] = STATUS[outcome];
  const region = subject.region === undefined ? {} : { region: subject.region };
  return {
    ...COMPLIANCE_FINDING,
    activity_id: activity,
    type_uid: COMPLIANCE_FINDING.class_uid * 100 + activity,
    time: Date.parse(time),
    severity_id: SEVERITY[status_id],
    message,
    metadata: { version: OCSF, product: { name: 'trailmend', vendor_name: 'trailmend', version: VERSION } },
    finding_info: { uid, title: 'CloudTrail trails deliver to CloudWatch Logs', types: [...new Set(rules)] },
    compliance: {
      control: 'CloudTrail.5',
      standards: STANDARDS,
      status,
      status_id,
      status_code: statusCode,
      ...(detail !== '' && { status_detail: detail }),
    },
    ...(whoCanAct !== '' && { remediation: { desc: whoCanAct } }),
    cloud: { provider: 'AWS', account: { uid: subject.account }, ...region },
    resources: [{ uid: subject.uid, type: subject.type, ...region }],
  };
}
