import { CfnParameter, type Stack } from 'aws-cdk-lib';
import {
  ACCOUNT_REQUIREMENTS,
  BEHAVIOUR,
  type Definition,
  LOG_GROUPS,
  MONITORING,
  NOTIFICATIONS,
} from './parameters.ts';

interface Group {
  readonly title: string;
  readonly definitions: Readonly<Record<string, Definition>>;
}

/** The groups of parameters in the CloudFormation console, in this order. */
const GROUPS: readonly Group[] = [
  { title: 'Remediation', definitions: BEHAVIOUR },
  { title: 'Log groups that trailmend creates', definitions: LOG_GROUPS },
  { title: 'Metric filters and alarms', definitions: MONITORING },
  { title: 'Notifications', definitions: NOTIFICATIONS },
  { title: 'Account requirements', definitions: ACCOUNT_REQUIREMENTS },
];

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
const FORWARDER_GROUPS: readonly Group[] = GROUPS.map(({ title, definitions }) => ({
  title,
  definitions: Object.fromEntries(Object.entries(definitions).filter(([name]) => name in FORWARDER_DEFINITIONS)),
})).filter(({ definitions }) => Object.keys(definitions).length > 0);

type ForwarderParameterName = keyof typeof FORWARDER_DEFINITIONS;
type ParameterName = keyof typeof BEHAVIOUR | keyof typeof LOG_GROUPS | ForwarderParameterName;

/** The parameters of the hub's stack. Their names are a contract. */
export type Parameters = Readonly<Record<ParameterName, CfnParameter>>;

/** The parameters of a forwarder's stack. */
export type ForwarderParameters = Pick<Parameters, ForwarderParameterName>;

/**
 * Declares every parameter on the hub's stack, with groups and labels for the CloudFormation
 * console.
 */
export function declareParameters(stack: Stack): Parameters {
  return declare(stack, GROUPS) as Parameters;
}

/** Declares the parameters of a forwarder, which have the same names as in the hub's stack. */
export function declareForwarderParameters(stack: Stack): ForwarderParameters {
  return declare(stack, FORWARDER_GROUPS) as ForwarderParameters;
}

function declare(stack: Stack, groups: readonly Group[]): Readonly<Record<string, CfnParameter>> {
  const all = groups.flatMap(({ definitions }) => Object.entries(definitions));
  stack.templateOptions.metadata = {
    'AWS::CloudFormation::Interface': {
      ParameterGroups: groups.map(({ title, definitions }) => ({
        Label: { default: title },
        Parameters: Object.keys(definitions),
      })),
      ParameterLabels: Object.fromEntries(all.map(([name, { label }]) => [name, { default: label }])),
    },
  };
  return Object.fromEntries(all.map(([name, { label: _, ...props }]) => [name, new CfnParameter(stack, name, props)]));
}
