import { Aws } from 'aws-cdk-lib';
import { DELIVERY_ROLE_PREFIX, NOT_FORWARDED_QUEUE } from '../lambda/core/integration/names.ts';
import { FUNCTION_ROLE_ARN, FUNCTION_ROLE_NAME } from './function-role.ts';
import { STACK_ROLE_ID } from './stack-delivery-role.ts';
import { SCHEDULE_GROUP } from './sweeps.ts';

/** Begins the name of every event rule of trailmend that has a fixed name. */
const OWN_RULE_PREFIX = 'trailmend-';

/** An event pattern, or a part of one. */
type Pattern = Readonly<Record<string, unknown>>;

/** One kind of resource of trailmend, and the calls that change it. */
export interface OwnResource {
  /** The source of the events: `aws.SERVICE`. */
  readonly source: string;
  /** The resource, as the message names it. */
  readonly what: string;
  /** What a change of it can mean. */
  readonly risk: string;
  /**
   * Parts of the record, one of which matches. Names are those of CloudTrail's `requestParameters`.
   */
  readonly anyOf: readonly Pattern[];
  /** Calls that change nothing that matters. */
  readonly except?: readonly string[];
  /** The member of `requestParameters` with the name of the resource, which AWS has validated. */
  readonly namedBy?: string;
}

/** The names of the hub's resources. They may be CloudFormation references. */
export interface OwnNames {
  readonly deploymentRule: string;
  readonly functionName: string;
  readonly logGroup: string;
  readonly table: { readonly name: string; readonly arn: string };
  readonly topicArn: string;
  readonly queues: readonly { readonly name: string; readonly arn: string }[];
  readonly scheduleRole: string;
}

/** The names that CloudFormation generates begin with the name of the stack. */
const HUB = 'Trailmend-';
const FORWARDER = 'TrailmendForwarder-';
/** See createStackDeliveryRole. */
const STACK_ROLES = `${Aws.STACK_NAME}-${STACK_ROLE_ID}-`;
const OWN_POLICIES = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:policy/trailmend/`;

/** A parameter of the call has one of these values. */
const parameter = (name: string, ...values: readonly unknown[]): Pattern => ({ requestParameters: { [name]: values } });

const rules = (...names: readonly string[]): readonly Pattern[] => [
  parameter('name', { prefix: OWN_RULE_PREFIX }, 'default', ...names),
  parameter('rule', { prefix: OWN_RULE_PREFIX }, ...names),
  {
    eventName: ['PutPermission', 'RemovePermission'],
    ...parameter('eventBusName', { exists: false }, 'default'),
  },
];
/** Roles with trailmend's prefix. The function itself creates delivery roles, and repairs them. */
const prefixedRoles: readonly Pattern[] = [{ 'anything-but': [FUNCTION_ROLE_ARN] }, { exists: false }].map((arn) => ({
  ...parameter('roleName', { prefix: DELIVERY_ROLE_PREFIX }),
  userIdentity: { sessionContext: { sessionIssuer: { arn: [arn] } } },
}));
const roles = (...names: readonly unknown[]): readonly Pattern[] => [
  ...prefixedRoles,
  parameter('roleName', { prefix: FORWARDER }, ...names),
  parameter('policyArn', { prefix: OWN_POLICIES }),
];
const alarms = (...names: readonly unknown[]): readonly Pattern[] => {
  const alarmNames = [{ prefix: FORWARDER }, ...names];
  // The last one is a rule that mutes alarms.
  return [{ alarmName: alarmNames }, { alarmNames }, { muteTargets: { alarmNames } }].map((requestParameters) => ({
    requestParameters,
  }));
};
const topics = (...arns: readonly string[]): readonly Pattern[] => {
  const ofForwarders = { wildcard: `arn:${Aws.PARTITION}:sns:*:${Aws.ACCOUNT_ID}:${FORWARDER}*` };
  return [
    parameter('topicArn', ofForwarders, ...arns),
    parameter('subscriptionArn', ofForwarders, ...arns.map((arn) => ({ prefix: `${arn}:` }))),
    parameter('resourceArn', ofForwarders, ...arns),
  ];
};
const forwarderQueue = parameter('queueUrl', { suffix: `/${NOT_FORWARDED_QUEUE}` });

/**
 * The resources of the hub by the end of the name of their event rule, and those of the forwarders,
 * whose events arrive on the same bus. A pattern names resources and not calls, because a list of
 * calls would be incomplete. EventBridge delivers no calls that only read.
 * Source of the parameters: the API references. A call that names the resource in another way, such
 * as TagResource by ARN, does not match where it does not matter.
 */
export function ownResources(names: OwnNames): Readonly<Record<string, OwnResource>> {
  const { functionName, table, topicArn, queues } = names;
  return {
    Rules: {
      source: 'aws.events',
      what: 'an event rule of trailmend, or the default event bus',
      risk: 'trailmend may no longer hear of changes of trails, or of itself',
      anyOf: rules(names.deploymentRule),
    },
    Schedule: {
      source: 'aws.scheduler',
      what: 'the schedule that starts the sweeps of trailmend',
      risk: 'sweeps may stop, or find nothing',
      anyOf: [parameter('groupName', SCHEDULE_GROUP), parameter('name', SCHEDULE_GROUP)],
    },
    Function: {
      source: 'aws.lambda',
      what: 'the function of trailmend',
      risk: 'trailmend may run other code, use other settings, or not run at all',
      // Lambda accepts a name, an ARN and a part of an ARN, each with a version.
      anyOf: [parameter('functionName', { wildcard: `*${functionName}*` })],
    },
    Log: {
      source: 'aws.logs',
      what: 'the log group of the function of trailmend',
      risk: 'the evidence of what trailmend did may be lost, and the alarm on stopped sweeps may not work',
      anyOf: [parameter('logGroupName', names.logGroup), parameter('logGroupIdentifier', { suffix: names.logGroup })],
      // The function itself makes this call.
      except: ['CreateLogStream'],
    },
    Ledger: {
      source: 'aws.dynamodb',
      what: 'the ledger of trailmend',
      risk: 'trailmend may lose its history, or others may write it',
      anyOf: [parameter('tableName', table.name, table.arn), parameter('resourceArn', table.arn)],
    },
    Topic: {
      source: 'aws.sns',
      what: 'the topic of trailmend, or a subscription to it',
      risk: 'messages of trailmend may reach nobody, or other readers',
      anyOf: topics(topicArn),
      // It follows a Subscribe, which was reported.
      except: ['ConfirmSubscription'],
    },
    Alarms: {
      source: 'aws.monitoring',
      what: 'an alarm of trailmend',
      risk: 'alarms may stay silent',
      anyOf: alarms({ prefix: `${Aws.STACK_NAME}-` }),
    },
    Queues: {
      source: 'aws.sqs',
      what: 'a queue for events that trailmend did not process',
      risk: 'such events may be lost',
      anyOf: [
        parameter('queueUrl', ...queues.map(({ name }) => ({ suffix: `/${name}` }))),
        parameter('sourceArn', ...queues.map(({ arn }) => arn)),
        forwarderQueue,
      ],
    },
    // IAM's events occur in one Region of the partition only: us-east-1 in the commercial one.
    Roles: {
      source: 'aws.iam',
      what: 'a role of trailmend, or the permissions boundary of its delivery roles',
      risk: 'trailmend may lose permissions, or others may get them',
      anyOf: roles(FUNCTION_ROLE_NAME, names.scheduleRole, { prefix: STACK_ROLES }),
      namedBy: 'roleName',
    },
    Stack: {
      source: 'aws.cloudformation',
      what: 'the stack of trailmend: it is being deleted',
      risk: 'trailmend ends',
      anyOf: [{ eventName: ['DeleteStack'], ...parameter('stackName', Aws.STACK_NAME, Aws.STACK_ID) }],
    },
  };
}

/**
 * The calls that a forwarder sends to the hub: those that change the forwarder, and those that
 * change roles of the hub, because IAM's events may occur in the forwarder's Region.
 */
export const FORWARDED_CALLS = {
  sources: ['aws.events', 'aws.iam', 'aws.monitoring', 'aws.sns', 'aws.sqs'],
  anyOf: [...rules(), ...roles(FUNCTION_ROLE_NAME, { prefix: HUB }), ...alarms(), ...topics(), forwarderQueue],
} as const;
