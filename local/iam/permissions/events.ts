import {
  ANY_RESOURCE,
  arnParameter,
  forOperations,
  type Permission,
  type PermissionRequest,
  passRole,
  type ServicePermissions,
  textField,
  textParameter,
} from './permission.ts';
import { removedTagKeys, requestTagKeys } from './tag-keys.ts';

const inRegion = ({ region, account }: PermissionRequest, resource: string) =>
  `arn:aws:events:${region}:${account}:${resource}`;
const busName = (name: string) => (name.startsWith('arn:') ? name.slice(name.lastIndexOf('/') + 1) : name || 'default');
/** Rules of the default bus have no bus in their ARN. */
const rule: Permission['resources'] = (request) => {
  const bus = busName(textParameter(request, 'EventBusName'));
  const name = textParameter(request, 'Name') || textParameter(request, 'Rule');
  return inRegion(request, `rule/${bus === 'default' ? '' : `${bus}/`}${name}`);
};
const entries = (request: PermissionRequest, name: string): unknown[] => {
  const list = request.input[name];
  return Array.isArray(list) ? list : [];
};
const buses: Permission['resources'] = (request) =>
  [...new Set(entries(request, 'Entries').map((entry) => busName(textField(entry, 'EventBusName'))))].map((name) =>
    inRegion(request, `event-bus/${name}`),
  );
/** The literal values of all entries, as lists. */
const sourcesAndTypes = (request: PermissionRequest) => {
  const all = (name: string) => entries(request, 'Entries').flatMap((entry) => textField(entry, name) || []);
  return { 'events:source': all('Source'), 'events:detail-type': all('DetailType') };
};
const rolesOfTargets: Permission['resources'] = (request) =>
  entries(request, 'Targets').flatMap((target) => textField(target, 'RoleArn') || []);
const tagged = arnParameter('ResourceARN');

/** Source: Service Authorization Reference, EventBridge. */
export const events: ServicePermissions = {
  prefix: 'events',
  operations: {
    ...forOperations('ListRules ListEventBuses TestEventPattern ListRuleNamesByTarget', ANY_RESOURCE),
    PutEvents: [{ resources: buses, keys: sourcesAndTypes }],
    PutRule: [
      { resources: rule, keys: requestTagKeys('Tags') },
      passRole('events.amazonaws.com', arnParameter('RoleArn')),
    ],
    PutTargets: [{ resources: rule }, passRole('events.amazonaws.com', rolesOfTargets)],
    ...forOperations('DescribeRule DeleteRule EnableRule DisableRule RemoveTargets ListTargetsByRule', {
      resources: rule,
    }),
    ...forOperations('CreateEventBus DeleteEventBus DescribeEventBus', {
      resources: (request) => inRegion(request, `event-bus/${busName(textParameter(request, 'Name'))}`),
    }),
    ...forOperations('PutPermission RemovePermission', {
      resources: (request) => inRegion(request, `event-bus/${busName(textParameter(request, 'EventBusName'))}`),
    }),
    ListTagsForResource: [{ resources: tagged }],
    TagResource: [{ resources: tagged, keys: requestTagKeys('Tags') }],
    UntagResource: [{ resources: tagged, keys: removedTagKeys('TagKeys') }],
  },
};
