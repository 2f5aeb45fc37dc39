import {
  ANY_RESOURCE,
  arnParameter,
  forOperations,
  type Permission,
  passRole,
  resourceNamed,
  type ServicePermissions,
} from './permission.ts';
import { ifTagged, requestTagKeys } from './tag-keys.ts';

const trail = resourceNamed('cloudtrail', 'trail/', 'Name', 'TrailName');
const tagged = arnParameter('ResourceId');
const passDeliveryRole = passRole('cloudtrail.amazonaws.com', arnParameter('CloudWatchLogsRoleArn'));

/** A resource of calls that create or change an organization trail. */
const ifOrganizationTrail =
  (resource: string): Permission['resources'] =>
  async (request) => {
    const arn = String(await trail(request));
    const creates = request.input['IsOrganizationTrail'] === true;
    return creates || (await request.isOrganizationTrail(arn))
      ? resource.replace('ACCOUNT', request.account)
      : undefined;
  };
const CLOUDTRAIL = 'cloudtrail.amazonaws.com';
/**
 * The list leaves out AWS's organizations:DisableAWSServiceAccess, because creating or changing a
 * trail cannot plausibly disable CloudTrail's access. Assumed: that UpdateTrail requires these
 * permissions as well.
 * Source: CloudTrail user guide, "Prepare for creating a trail for your organization", required
 * permissions.
 */
const organizationTrail: readonly Permission[] = [
  { action: 'organizations:DescribeOrganization', resources: ifOrganizationTrail('*') },
  { action: 'organizations:ListAccounts', resources: ifOrganizationTrail('*') },
  { action: 'organizations:ListAWSServiceAccessForOrganization', resources: ifOrganizationTrail('*') },
  {
    action: 'organizations:EnableAWSServiceAccess',
    resources: ifOrganizationTrail('*'),
    keys: () => ({ 'organizations:ServicePrincipal': CLOUDTRAIL }),
  },
  {
    action: 'iam:CreateServiceLinkedRole',
    resources: ifOrganizationTrail(
      `arn:aws:iam::ACCOUNT:role/aws-service-role/${CLOUDTRAIL}/AWSServiceRoleForCloudTrail`,
    ),
    keys: () => ({ 'iam:AWSServiceName': CLOUDTRAIL }),
  },
];

/**
 * Source: Service Authorization Reference, CloudTrail. A request with a role requires iam:PassRole,
 * as the managed policy AWSCloudTrail_FullAccess grants it. Tags at creation require AddTags.
 */
export const cloudtrail: ServicePermissions = {
  prefix: 'cloudtrail',
  operations: {
    ...forOperations('DescribeTrails ListTrails LookupEvents ListPublicKeys', ANY_RESOURCE),
    ...forOperations('GetTrail GetTrailStatus GetEventSelectors GetInsightSelectors', { resources: trail }),
    ...forOperations('StartLogging StopLogging DeleteTrail PutEventSelectors PutInsightSelectors', {
      resources: trail,
    }),
    CreateTrail: [
      { resources: trail, keys: requestTagKeys('TagsList') },
      { action: 'cloudtrail:AddTags', resources: ifTagged('TagsList', trail), keys: requestTagKeys('TagsList') },
      passDeliveryRole,
      ...organizationTrail,
    ],
    UpdateTrail: [{ resources: trail }, passDeliveryRole, ...organizationTrail],
    AddTags: [{ resources: tagged, keys: requestTagKeys('TagsList') }],
    RemoveTags: [{ resources: tagged, keys: requestTagKeys('TagsList') }],
    ListTags: [
      {
        resources: ({ input }) =>
          Array.isArray(input['ResourceIdList']) ? input['ResourceIdList'].map(String) : undefined,
      },
    ],
  },
};
