import {
  ANYTHING,
  type Asked,
  each,
  field,
  given,
  type Line,
  passRole,
  removedTags,
  requestTags,
  type ServiceCalls,
  text,
} from './permission.ts';

const inRegion = ({ region, account }: Asked, resource: string) => `arn:aws:events:${region}:${account}:${resource}`;
const busName = (name: string) => (name.startsWith('arn:') ? name.slice(name.lastIndexOf('/') + 1) : name || 'default');
/** Rules of the default bus have no bus in their ARN. */
const rule: Line['on'] = (asked) => {
  const bus = busName(text(asked, 'EventBusName'));
  const name = text(asked, 'Name') || text(asked, 'Rule');
  return inRegion(asked, `rule/${bus === 'default' ? '' : `${bus}/`}${name}`);
};
const entries = (asked: Asked, name: string): unknown[] => {
  const list = asked.input[name];
  return Array.isArray(list) ? list : [];
};
const buses: Line['on'] = (asked) =>
  [...new Set(entries(asked, 'Entries').map((entry) => busName(field(entry, 'EventBusName'))))].map((name) =>
    inRegion(asked, `event-bus/${name}`),
  );
/** The literal values of all entries, as lists. */
const sourcesAndTypes = (asked: Asked) => {
  const all = (name: string) => entries(asked, 'Entries').flatMap((entry) => field(entry, name) || []);
  return { 'events:source': all('Source'), 'events:detail-type': all('DetailType') };
};
const rolesOfTargets: Line['on'] = (asked) =>
  entries(asked, 'Targets').flatMap((target) => field(target, 'RoleArn') || []);
const tagged = given('ResourceARN');

/** Source: Service Authorization Reference, EventBridge. */
export const events: ServiceCalls = {
  prefix: 'events',
  calls: {
    ...each('ListRules ListEventBuses TestEventPattern ListRuleNamesByTarget', ANYTHING),
    PutEvents: [{ on: buses, keys: sourcesAndTypes }],
    PutRule: [{ on: rule, keys: requestTags('Tags') }, passRole('events.amazonaws.com', given('RoleArn'))],
    PutTargets: [{ on: rule }, passRole('events.amazonaws.com', rolesOfTargets)],
    ...each('DescribeRule DeleteRule EnableRule DisableRule RemoveTargets ListTargetsByRule', { on: rule }),
    ...each('CreateEventBus DeleteEventBus DescribeEventBus', {
      on: (asked) => inRegion(asked, `event-bus/${busName(text(asked, 'Name'))}`),
    }),
    ...each('PutPermission RemovePermission', {
      on: (asked) => inRegion(asked, `event-bus/${busName(text(asked, 'EventBusName'))}`),
    }),
    ListTagsForResource: [{ on: tagged }],
    TagResource: [{ on: tagged, keys: requestTags('Tags') }],
    UntagResource: [{ on: tagged, keys: removedTags('TagKeys') }],
  },
};
