/** Who asks for the integration of trails with CloudWatch Logs, as data. */

/** A framework that asks for what the integration gives. */
export interface Framework {
  readonly framework: string;
  readonly reference: string;
  readonly serves: string;
}

export const FRAMEWORKS: readonly Framework[] = [
  { framework: 'SOC 2', reference: 'CC7.2, CC7.3', serves: 'Monitoring that is continuous, and detects anomalies' },
  { framework: 'PCI DSS v4.0', reference: 'Requirement 10', serves: 'Automated review of audit logs' },
  { framework: 'HIPAA', reference: '45 CFR 164.312(b)', serves: 'Audit controls that record and examine activity' },
  { framework: 'GDPR', reference: 'Article 32', serves: 'Security of processing, with incidents detected' },
  {
    framework: 'NIST SP 800-53 r5',
    reference: 'AU-6, AU-12, SI-4',
    serves: 'Audit records are generated, reviewed and monitored',
  },
  {
    framework: 'NIST CSF 2.0',
    reference: 'DE.CM, DE.AE',
    serves: 'Continuous monitoring, and analysis of adverse events',
  },
  { framework: 'FedRAMP Moderate r4', reference: 'AU-6, SI-4', serves: 'Automated review and monitoring' },
  {
    framework: 'CIS AWS Foundations Benchmark v1.3 to v2.0',
    reference: '3.4',
    serves: 'Trails are integrated with CloudWatch Logs',
  },
];

/** What the test of a tool requires of a trail: see `checksOf`. */
export const TESTS = [
  'group',
  'group-and-role',
  'integration',
  'delivery',
  'group-and-delivery',
  'group-and-bucket-delivery',
  'source',
] as const;

/** A tool that tests the integration, under its own id. */
export interface Tool {
  readonly tool: string;
  readonly id: string;
  /** `source`: the tool reads Terraform, not the account. */
  readonly reads: 'account' | 'source';
  readonly test: (typeof TESTS)[number];
}

export const TOOLS: readonly Tool[] = [
  { tool: 'AWS Config', id: 'cloud-trail-cloud-watch-logs-enabled', reads: 'account', test: 'group' },
  { tool: 'AWS Security Hub', id: 'CloudTrail.5', reads: 'account', test: 'group' },
  { tool: 'Prowler', id: 'cloudtrail_cloudwatch_logging_enabled', reads: 'account', test: 'delivery' },
  { tool: 'Checkov', id: 'CKV2_AWS_10', reads: 'source', test: 'source' },
  { tool: 'KICS', id: '17b30f8f-8dfb-4597-adf6-57600b6cf25e', reads: 'source', test: 'group-and-role' },
  { tool: 'Trivy', id: 'AVD-AWS-0162', reads: 'source', test: 'group' },
  {
    tool: 'Powerpipe',
    id: 'aws_compliance.control.cloudtrail_trail_integrated_with_logs',
    reads: 'account',
    test: 'group-and-bucket-delivery',
  },
  { tool: 'compliance.tf', id: 'cloudtrail_trail_integrated_with_logs', reads: 'source', test: 'integration' },
  { tool: 'CIS AWS Foundations', id: '3.4 (v1.3 to v2.0)', reads: 'account', test: 'group-and-delivery' },
  { tool: 'ScoutSuite', id: 'cloudtrail-no-cloudwatch-integration', reads: 'account', test: 'delivery' },
  { tool: 'CloudSploit', id: 'cloudtrailToCloudwatch', reads: 'account', test: 'group' },
  { tool: 'Lensix', id: 'account_cloudtraillogs', reads: 'account', test: 'group-and-role' },
];

/** For people: when a trail passes the test. */
export const PASSES_WHEN: Readonly<Record<Tool['test'], string>> = {
  group: 'The trail names a log group',
  'group-and-role': 'The trail names a log group and a role',
  integration: 'The log group and the role exist, and the role may write to the log group',
  delivery: 'The last delivery to CloudWatch Logs is at most a day old',
  'group-and-delivery': 'The trail names a log group, and its last delivery there is at most a day old',
  'group-and-bucket-delivery': 'The trail names a log group, and its last delivery to the bucket is at most a day old',
  source: 'Its Terraform source connects the trail to a resource of a log group',
};
