import type { MetricFilter } from '../model/facts.ts';
export const METRIC_NAMESPACE = 'Trailmend';
export const FILTER_PREFIX = 'trailmend-';

/** One metric filter of the benchmark. */
export interface MonitoringFilter {
  readonly metric: string;
  /** Its number in the benchmark: N is 3.N in v1.2, 4.N from v1.3 on, 5.N from v6. */
  readonly cis: number;
  readonly meaning: string;
  readonly pattern: string;
}

/**
 * The monitoring section of the CIS AWS Foundations Benchmark. Security Hub compares the exact
 * patterns, so they are those of the Security Hub user guide, controls CloudWatch.1 to
 * CloudWatch.14. The last one, which Security Hub does not check, follows the benchmark and has
 * three more calls that Prowler requires.
 */
export const MONITORING_FILTERS: readonly MonitoringFilter[] = [
  {
    metric: 'UnauthorizedCalls',
    cis: 1,
    meaning: 'A call was denied.',
    pattern: '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
  },
  {
    metric: 'SignInWithoutMfa',
    cis: 2,
    meaning: 'An IAM user signed in to the console without MFA.',
    pattern:
      '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
  },
  {
    metric: 'RootUse',
    cis: 3,
    meaning: 'The root user was used.',
    pattern: '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
  },
  {
    metric: 'IamPolicyChanges',
    cis: 4,
    meaning: 'An IAM policy was changed, attached or detached.',
    pattern: callsOf(
      'iam.amazonaws.com',
      'DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy',
    ),
  },
  {
    metric: 'CloudTrailChanges',
    cis: 5,
    meaning: 'A trail was created, changed, started, stopped or deleted.',
    pattern: calls('CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging'),
  },
  {
    metric: 'FailedConsoleSignIn',
    cis: 6,
    meaning: 'A sign-in to the console failed.',
    pattern: '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
  },
  {
    metric: 'KmsKeyDisabledOrDeleted',
    cis: 7,
    meaning: 'A KMS key was disabled, or its deletion scheduled.',
    pattern: callsOf('kms.amazonaws.com', 'DisableKey ScheduleKeyDeletion'),
  },
  {
    metric: 'S3BucketPolicyChanges',
    cis: 8,
    meaning: 'The policy, ACL, CORS, lifecycle or replication of an S3 bucket was changed.',
    pattern: callsOf(
      's3.amazonaws.com',
      'PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication',
    ),
  },
  {
    metric: 'ConfigChanges',
    cis: 9,
    meaning: 'The recorder or the delivery channel of AWS Config was changed or stopped.',
    pattern: callsOf(
      'config.amazonaws.com',
      'StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder',
    ),
  },
  {
    metric: 'SecurityGroupChanges',
    cis: 10,
    meaning: 'A security group or its rules were changed.',
    pattern: calls(
      'AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup',
    ),
  },
  {
    metric: 'NetworkAclChanges',
    cis: 11,
    meaning: 'A network ACL was changed.',
    pattern: calls(
      'CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation',
    ),
  },
  {
    metric: 'NetworkGatewayChanges',
    cis: 12,
    meaning: 'A customer gateway or internet gateway was changed.',
    pattern: calls(
      'CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway',
    ),
  },
  {
    metric: 'RouteTableChanges',
    cis: 13,
    meaning: 'A route or a route table was changed.',
    pattern: callsOf(
      'ec2.amazonaws.com',
      'CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute DisassociateRouteTable',
    ),
  },
  {
    metric: 'VpcChanges',
    cis: 14,
    meaning: 'A VPC or a peering connection was changed.',
    pattern: calls(
      'CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc DisableVpcClassicLink EnableVpcClassicLink',
    ),
  },
  {
    metric: 'OrganizationChanges',
    cis: 15,
    meaning: 'The organization, its accounts or its policies were changed.',
    pattern: organizationCalls(
      'AcceptHandshake AttachPolicy CancelHandshake CreateAccount CreateOrganization CreateOrganizationalUnit CreatePolicy DeclineHandshake DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy DisablePolicyType EnableAllFeatures EnablePolicyType InviteAccountToOrganization LeaveOrganization MoveAccount RemoveAccountFromOrganization UpdatePolicy UpdateOrganizationalUnit',
    ),
  },
];

export function filterName({ metric }: MonitoringFilter): string {
  return `${FILTER_PREFIX}${metric}`;
}

/** Matches any of these calls, to any service. */
function calls(names: string): string {
  return `{${anyOf(names)}}`;
}

/** Matches any of these calls to one service. */
function callsOf(source: string, names: string): string {
  return `{($.eventSource=${source}) && (${anyOf(names)})}`;
}

/** The benchmark quotes these names, and some scanners require the quotes. */
function organizationCalls(names: string): string {
  return `{ ($.eventSource = organizations.amazonaws.com) && (${anyOf(names, (name) => `($.eventName = "${name}")`)}) }`;
}

function anyOf(names: string, clause = (name: string): string => `($.eventName=${name})`): string {
  return names.split(' ').map(clause).join(' || ');
}

/** Each matching record counts as one. */
export const METRIC_VALUE = '1';

/** The filters that are missing or changed. */
export function lackingFilters(existing: readonly MetricFilter[]): readonly MonitoringFilter[] {
  return MONITORING_FILTERS.filter((wanted) => !existing.some((found) => isAsWanted(found, wanted)));
}

function isAsWanted(found: MetricFilter, wanted: MonitoringFilter): boolean {
  return (
    found.name === filterName(wanted) &&
    found.pattern === wanted.pattern &&
    found.metric === wanted.metric &&
    found.namespace === METRIC_NAMESPACE &&
    found.value === METRIC_VALUE &&
    !found.isNarrowed
  );
}
