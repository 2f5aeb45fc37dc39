import { ANYTHING, each, given, named, passRole, requestTags, type ServiceCalls, whenTagged } from './need.ts';

const trail = named('cloudtrail', 'trail/', 'Name', 'TrailName');
const tagged = given('ResourceId');
const passDeliveryRole = passRole('cloudtrail.amazonaws.com', given('CloudWatchLogsRoleArn'));

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
    ],
    UpdateTrail: [{ on: trail }, passDeliveryRole],
    AddTags: [{ on: tagged, keys: requestTags('TagsList') }],
    RemoveTags: [{ on: tagged, keys: requestTags('TagsList') }],
    ListTags: [
      { on: ({ input }) => (Array.isArray(input['ResourceIdList']) ? input['ResourceIdList'].map(String) : undefined) },
    ],
  },
};
