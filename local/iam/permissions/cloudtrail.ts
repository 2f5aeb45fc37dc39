import {
  ANYTHING,
  each,
  given,
  type Line,
  named,
  passRole,
  requestTags,
  type ServiceCalls,
  whenTagged,
} from './permission.ts';

const trail = named('cloudtrail', 'trail/', 'Name', 'TrailName');
const tagged = given('ResourceId');
const passDeliveryRole = passRole('cloudtrail.amazonaws.com', given('CloudWatchLogsRoleArn'));

/** What an organization's trail takes, whether it is made or one is changed. */
const ofOrganization =
  (on: string): Line['on'] =>
  async (asked) => {
    const arn = String(await trail(asked));
    const makes = asked.input['IsOrganizationTrail'] === true;
    return makes || (await asked.isOrganizationTrail(arn)) ? on.replace('ACCOUNT', asked.account) : undefined;
  };
const CLOUDTRAIL = 'cloudtrail.amazonaws.com';
/**
 * Of AWS's list organizations:DisableAWSServiceAccess is left out: that making or changing a trail ends the trust in CloudTrail is not to be
 * believed. That UpdateTrail asks for these at all is assumed.
 * Source: CloudTrail user guide, "Prepare for creating a trail for your organization", required permissions.
 */
const organizationTrail: readonly Line[] = [
  { action: 'organizations:DescribeOrganization', on: ofOrganization('*') },
  { action: 'organizations:ListAccounts', on: ofOrganization('*') },
  { action: 'organizations:ListAWSServiceAccessForOrganization', on: ofOrganization('*') },
  {
    action: 'organizations:EnableAWSServiceAccess',
    on: ofOrganization('*'),
    keys: () => ({ 'organizations:ServicePrincipal': CLOUDTRAIL }),
  },
  {
    action: 'iam:CreateServiceLinkedRole',
    on: ofOrganization(`arn:aws:iam::ACCOUNT:role/aws-service-role/${CLOUDTRAIL}/AWSServiceRoleForCloudTrail`),
    keys: () => ({ 'iam:AWSServiceName': CLOUDTRAIL }),
  },
];

/**
 * Source: Service Authorization Reference, CloudTrail. PassRole where the request carries a role, as AWS's own policy
 * AWSCloudTrail_FullAccess grants it; tags at creation need AddTags.
 */
export const cloudtrail: ServiceCalls = {
  prefix: 'cloudtrail',
  calls: {
    ...each('DescribeTrails ListTrails LookupEvents ListPublicKeys', ANYTHING),
    ...each('GetTrail GetTrailStatus GetEventSelectors GetInsightSelectors', { on: trail }),
    ...each('StartLogging StopLogging DeleteTrail PutEventSelectors PutInsightSelectors', { on: trail }),
    CreateTrail: [
      { on: trail, keys: requestTags('TagsList') },
      { action: 'cloudtrail:AddTags', on: whenTagged('TagsList', trail), keys: requestTags('TagsList') },
      passDeliveryRole,
      ...organizationTrail,
    ],
    UpdateTrail: [{ on: trail }, passDeliveryRole, ...organizationTrail],
    AddTags: [{ on: tagged, keys: requestTags('TagsList') }],
    RemoveTags: [{ on: tagged, keys: requestTags('TagsList') }],
    ListTags: [
      { on: ({ input }) => (Array.isArray(input['ResourceIdList']) ? input['ResourceIdList'].map(String) : undefined) },
    ],
  },
};
