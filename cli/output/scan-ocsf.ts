import type { OutcomeRecord, OutcomeWord } from '../../lambda/core/model/outcome.ts';
import { subjectKey } from '../../lambda/core/model/subject.ts';
import { VERSION } from '../../lambda/version.ts';
import { scanRows } from './rows.ts';

/** The version of the Open Cybersecurity Schema Framework. */
const OCSF = '1.3.0';
const COMPLIANCE_FINDING = { category_uid: 2, class_uid: 2003 } as const;
const CREATE = 1;

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

/** What docs/control.md says about the integration with CloudWatch Logs. */
const STANDARDS = [
  'AWS Foundational Security Best Practices: CloudTrail.5',
  'CIS AWS Foundations Benchmark v1.3 to v2.0: 3.4',
  'NIST SP 800-53 r5: AU-6, AU-12, SI-4',
  'PCI DSS v4.0: Requirement 10',
  'SOC 2: CC7.2, CC7.3',
];

/**
 * The results of a scan as Compliance Findings of OCSF, in a JSON array.
 * Source: OCSF schema, "Compliance Finding" (class 2003).
 */
export function scanOcsf(records: readonly OutcomeRecord[]): string {
  return `${JSON.stringify(records.map(findingOf), undefined, 2)}\n`;
}

function findingOf(record: OutcomeRecord): object {
  const { id, time, subject, outcome, reason } = record;
  const [row] = scanRows([record]);
  const [status_id, status] = STATUS[outcome];
  const region = subject.kind === 'account' ? {} : { region: subject.region };
  return {
    ...COMPLIANCE_FINDING,
    activity_id: CREATE,
    type_uid: COMPLIANCE_FINDING.class_uid * 100 + CREATE,
    time: Date.parse(time),
    severity_id: SEVERITY[status_id],
    message: row?.why === '' ? outcome : `${outcome}: ${row?.why}`,
    metadata: { version: OCSF, product: { name: 'trailmend', vendor_name: 'trailmend', version: VERSION } },
    finding_info: {
      uid: `${id} ${subjectKey(subject)}`,
      title: 'CloudTrail trails deliver to CloudWatch Logs',
      types: [...new Set(record.findings.map(({ rule }) => rule))],
    },
    compliance: {
      control: 'CloudTrail.5',
      standards: STANDARDS,
      status,
      status_id,
      status_code: reason,
      ...(row && row.why !== '' && { status_detail: row.why }),
    },
    ...(row && row.whoCanAct !== '' && { remediation: { desc: row.whoCanAct } }),
    cloud: { provider: 'AWS', account: { uid: subject.account }, ...region },
    resources: [{ uid: subjectKey(subject), type: RESOURCE_TYPE[subject.kind], ...region }],
  };
}

const RESOURCE_TYPE = { trail: 'AWS::CloudTrail::Trail', region: 'Region', account: 'Account' } as const;
