import { isDeepStrictEqual } from 'node:util';
import type { MetricFilter } from '../model/log-group.ts';

export const METRIC_NAMESPACE = 'Trailmend';
export const FILTER_PREFIX = 'trailmend-';

/** A metric of the benchmark, which one filter counts into. */
export type MonitoringMetric = keyof typeof PATTERNS;

/** A metric filter as trailmend creates it. */
export interface MonitoringFilter extends MetricFilter {
  readonly metric: MonitoringMetric;
}

/**
 * The monitoring section of the CIS AWS Foundations Benchmark. Security Hub compares the exact
 * patterns, so they are those of the Security Hub user guide, controls CloudWatch.1 to
 * CloudWatch.14. The last one, which Security Hub does not check, follows the benchmark and has
 * three more calls that Prowler requires. The Nth filter is control 3.N of v1.2 of the benchmark,
 * 4.N from v1.3 on, and 5.N from v6.
 */
const PATTERNS = {
  UnauthorizedCalls: '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
  SignInWithoutMfa:
    '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
  RootUse: '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
  IamPolicyChanges: callsOf(
    'iam.amazonaws.com',
    'DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy',
  ),
  CloudTrailChanges: calls('CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging'),
  FailedConsoleSignIn: '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
  KmsKeyDisabledOrDeleted: callsOf('kms.amazonaws.com', 'DisableKey ScheduleKeyDeletion'),
  S3BucketPolicyChanges: callsOf(
    's3.amazonaws.com',
    'PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication',
  ),
  ConfigChanges: callsOf(
    'config.amazonaws.com',
    'StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder',
  ),
  SecurityGroupChanges: calls(
    'AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup',
  ),
  NetworkAclChanges: calls(
    'CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation',
  ),
  NetworkGatewayChanges: calls(
    'CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway',
  ),
  RouteTableChanges: callsOf(
    'ec2.amazonaws.com',
    'CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute DisassociateRouteTable',
  ),
  VpcChanges: calls(
    'CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc DisableVpcClassicLink EnableVpcClassicLink',
  ),
  OrganizationChanges: organizationCalls(
    'AcceptHandshake AttachPolicy CancelHandshake CreateAccount CreateOrganization CreateOrganizationalUnit CreatePolicy DeclineHandshake DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy DisablePolicyType EnableAllFeatures EnablePolicyType InviteAccountToOrganization LeaveOrganization MoveAccount RemoveAccountFromOrganization UpdatePolicy UpdateOrganizationalUnit',
  ),
} as const satisfies Readonly<Record<string, string>>;

export const MONITORING_FILTERS: readonly MonitoringFilter[] = Object.entries(PATTERNS).map(([metric, pattern]) => ({
  name: `${FILTER_PREFIX}${metric}`,
  pattern,
  metric: metric as MonitoringMetric,
  namespace: METRIC_NAMESPACE,
  /** Each matching record counts as one. */
  value: '1',
  isNarrowed: false,
}));

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

/** The filters that are missing or changed. */
export function lackingFilters(existing: readonly MetricFilter[]): readonly MonitoringFilter[] {
  return MONITORING_FILTERS.filter((wanted) => !existing.some((found) => isDeepStrictEqual(found, wanted)));
}
