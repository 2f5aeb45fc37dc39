import { CfnParameter, type Stack } from 'aws-cdk-lib';
import { checkParameter } from './check-parameter.ts';
import {
  ACCOUNT_REQUIREMENTS,
  BEHAVIOUR,
  CHAT,
  type Definition,
  FORWARDER_REGIONS,
  FUNCTION,
  HUB_REGIONS,
  LOG_GROUPS,
  MONITORING,
  NOTIFICATIONS,
  ROLES,
} from './parameters.ts';

interface Group {
  readonly title: string;
  readonly definitions: Readonly<Record<string, Definition>>;
}

/** The groups of parameters in the CloudFormation console, in this order. */
const GROUPS: readonly Group[] = [
  { title: 'Remediation', definitions: BEHAVIOUR },
  { title: 'Log groups that trailmend creates', definitions: LOG_GROUPS },
  { title: 'Delivery roles', definitions: ROLES },
  { title: 'Metric filters and alarms', definitions: MONITORING },
  { title: 'Notifications', definitions: { ...NOTIFICATIONS, ...CHAT } },
  { title: 'The function and its data', definitions: FUNCTION },
  { title: 'Account requirements', definitions: ACCOUNT_REQUIREMENTS },
];
const HUB_GROUPS: readonly Group[] = [...GROUPS, { title: 'Other Regions', definitions: HUB_REGIONS }];

/**
 * A forwarder has no function. It has an event rule about trailmend's log groups, alarms for metric
 * filters, a topic for them, and a role.
 */
const FORWARDER_DEFINITIONS = {
  LogGroupPrefix: LOG_GROUPS.LogGroupPrefix,
  ...MONITORING,
  ...NOTIFICATIONS,
  ...ACCOUNT_REQUIREMENTS,
};
const FORWARDER_GROUPS: readonly Group[] = [
  { title: 'Regions', definitions: FORWARDER_REGIONS },
  ...GROUPS.map(({ title, definitions }) => ({
    title,
    definitions: Object.fromEntries(Object.entries(definitions).filter(([name]) => name in FORWARDER_DEFINITIONS)),
  })).filter(({ definitions }) => Object.keys(definitions).length > 0),
];

const DEFINITIONS: Readonly<Record<string, Definition>> = Object.assign(
  {},
  ...GROUPS.map(({ definitions }) => definitions),
);

type ForwarderParameterName = keyof typeof FORWARDER_DEFINITIONS;
type SettingName =
  | keyof typeof BEHAVIOUR
  | keyof typeof LOG_GROUPS
  | keyof typeof ROLES
  | keyof typeof FUNCTION
  | keyof typeof CHAT
  | ForwarderParameterName;

/** Values that a stack has instead of its parameters, by their names. */
export type FixedParameters = Readonly<Partial<Record<SettingName, string>>>;

/** A parameter, or the value that the stack has instead of it. */
export type ParameterValue = Pick<CfnParameter, 'valueAsString'>;

/** The parameters of the hub's stack. Their names are a contract. */
export type Parameters = Readonly<Record<SettingName | keyof typeof HUB_REGIONS, ParameterValue>>;

/** The parameters of a forwarder's stack. */
export type ForwarderParameters = Readonly<
  Record<ForwarderParameterName | keyof typeof FORWARDER_REGIONS, ParameterValue>
>;

/**
 * Declares every parameter without a fixed value on the hub's stack, with groups and labels for the
 * CloudFormation console.
 * @param forwarderRegions comma-separated; absent: a parameter
 * @throws ParameterError for an unknown parameter, and for a value that it does not accept
 */
export function declareParameters(stack: Stack, fixed: FixedParameters = {}, forwarderRegions?: string): Parameters {
  for (const [name, value] of Object.entries(fixed)) checkParameter(name, value, DEFINITIONS);
  const own = forwarderRegions === undefined ? {} : { ForwarderRegions: forwarderRegions };
  return declare(stack, HUB_GROUPS, { ...fixed, ...own }) as Parameters;
}

/**
 * Declares the parameters of a forwarder, which have the same names as in the hub's stack.
 * @param fixed values of the hub's stack. Its key of the topic has no effect here: a KMS key serves
 *   one Region.
 * @param hubRegion absent: a parameter
 */
export function declareForwarderParameters(
  stack: Stack,
  fixed: FixedParameters = {},
  hubRegion?: string,
): ForwarderParameters {
  const { TopicKmsKeyArn: _, ...everywhere } = fixed;
  const own = hubRegion === undefined ? {} : { HubRegion: hubRegion };
  return declare(stack, FORWARDER_GROUPS, { ...everywhere, ...own }) as ForwarderParameters;
}

function declare(
  stack: Stack,
  groups: readonly Group[],
  fixed: Readonly<Record<string, string>>,
): Readonly<Record<string, ParameterValue>> {
  const open = groups
    .map(({ title, definitions }) => ({
      title,
      definitions: Object.entries(definitions).filter(([name]) => fixed[name] === undefined),
    }))
    .filter(({ definitions }) => definitions.length > 0);
  const all = open.flatMap(({ definitions }) => definitions);
  stack.templateOptions.metadata = {
    'AWS::CloudFormation::Interface': {
      ParameterGroups: open.map(({ title, definitions }) => ({
        Label: { default: title },
        Parameters: definitions.map(([name]) => name),
      })),
      ParameterLabels: Object.fromEntries(all.map(([name, { label }]) => [name, { default: label }])),
    },
  };
  return {
    ...Object.fromEntries(Object.entries(fixed).map(([name, valueAsString]) => [name, { valueAsString }])),
    ...Object.fromEntries(all.map(([name, { label: _, ...props }]) => [name, new CfnParameter(stack, name, props)])),
  };
}
