import { Aws } from 'aws-cdk-lib';
import {
  CHAT_TOPIC_NAME,
  DELIVERY_ROLE_PREFIX,
  FORWARDER_STACK_PREFIX,
  NOT_FORWARDED_QUEUE,
} from '../lambda/core/integration/names.ts';
import { FUNCTION_ROLE_ARN, FUNCTION_ROLE_NAME } from './function-role.ts';
import { SCHEDULE_GROUP } from './sweeps.ts';

/** Begins the name of every event rule of trailmend that has a fixed name. */
const OWN_RULE_PREFIX = 'trailmend-';

/** An event pattern, or a part of one. */
type Pattern = Readonly<Record<string, unknown>>;

/** Successful calls of one service that change resources of trailmend. */
export interface OwnCalls {
  /** As in the source of its events, `aws.SERVICE`, and its endpoint, `SERVICE.amazonaws.com`. */
  readonly service: string;
  /**
   * Parts of the record, one of which matches. Names are those of CloudTrail's `requestParameters`.
   */
  readonly anyOf: readonly Pattern[];
  /** Calls that change nothing that matters. */
  readonly except?: readonly string[];
}

/** Resources of trailmend that one event rule watches, because a change of them means the same. */
export interface OwnResources {
  /** The resources, as the message names them. */
  readonly what: string;
  /** What a change of them can mean. */
  readonly risk: string;
  readonly calls: readonly OwnCalls[];
  /** The member of `requestParameters` with the name of the resource, which AWS has validated. */
  readonly namedBy?: string;
}

/** The names of the hub's resources. They may be CloudFormation references. */
export interface OwnNames {
  readonly deploymentRule: string;
  readonly functionName: string;
  readonly logGroup: string;
  readonly table: string;
  readonly queues: readonly string[];
  /** Besides the role of the function. */
  readonly otherRoles: readonly string[];
}

/**
 * The names that CloudFormation generates begin with the name of the stack. The names of stacks of
 * a stack set begin with `StackSet-` and the name of the stack set.
 */
const HUB = { wildcard: '*Trailmend-*' };
const FORWARDER = { wildcard: `*${FORWARDER_STACK_PREFIX}*` };
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
  parameter('roleName', { prefix: FORWARDER_STACK_PREFIX }, ...names),
  parameter('policyArn', { prefix: OWN_POLICIES }),
];
const alarms = (...names: readonly unknown[]): readonly Pattern[] => {
  const alarmNames = [FORWARDER, ...names];
  // The last one is a rule that mutes alarms.
  return [{ alarmName: alarmNames }, { alarmNames }, { muteTargets: { alarmNames } }].map((requestParameters) => ({
    requestParameters,
  }));
};
/** The ARN of a subscription is that of its topic, `:` and an id. */
const topics = (ofTopics: readonly Pattern[] = [], ofSubscriptions: readonly Pattern[] = []): readonly Pattern[] => [
  ...['topicArn', 'resourceArn'].map((name) => parameter(name, FORWARDER, ...ofTopics)),
  parameter('subscriptionArn', FORWARDER, ...ofSubscriptions),
];
const STACK_TOPIC = { wildcard: `*:${Aws.STACK_NAME}-*` };
const CHAT_TOPIC = { suffix: `:${CHAT_TOPIC_NAME}` };
const CHAT_SUBSCRIPTION = { wildcard: `*:${CHAT_TOPIC_NAME}:*` };
const forwarderQueue = parameter('queueUrl', { suffix: `/${NOT_FORWARDED_QUEUE}` });

/**
 * The resources of the hub by the end of the name of their event rule, and those of the forwarders,
 * whose events arrive on the same bus. A pattern names resources and not calls, because a list of
 * calls would be incomplete. EventBridge delivers no calls that only read.
 * Source of the parameters: the API references. A call that names the resource in another way, such
 * as TagResource by ARN, does not match where it does not matter.
 */
export function ownResources(names: OwnNames): Readonly<Record<string, OwnResources>> {
  const { deploymentRule, functionName, logGroup, table, queues, otherRoles } = names;
  return {
    Runs: {
      what: 'what starts or runs trailmend: an event rule, the default event bus, the schedule, the function, or the stack',
      risk: 'trailmend may not hear of changes of trails, may run other code, or may not run at all',
      calls: [
        { service: 'events', anyOf: rules(deploymentRule) },
        { service: 'scheduler', anyOf: [parameter('groupName', SCHEDULE_GROUP), parameter('name', SCHEDULE_GROUP)] },
        // Lambda accepts a name, an ARN and a part of an ARN, each with a version.
        { service: 'lambda', anyOf: [parameter('functionName', { wildcard: `*${functionName}*` })] },
        {
          service: 'cloudformation',
          anyOf: [{ eventName: ['DeleteStack'], ...parameter('stackName', Aws.STACK_NAME, Aws.STACK_ID) }],
        },
      ],
    },
    Records: {
      what: 'what trailmend keeps: the log group of its function, its ledger, or a queue for events that it did not process',
      risk: 'evidence, history or events may be lost, others may write the history, or the alarm on stopped sweeps may not work',
      calls: [
        {
          service: 'logs',
          anyOf: [parameter('logGroupName', logGroup), parameter('logGroupIdentifier', { suffix: logGroup })],
          // The function itself makes this call.
          except: ['CreateLogStream'],
        },
        // DynamoDB accepts the name and the ARN of a table.
        { service: 'dynamodb', anyOf: ['tableName', 'resourceArn'].map((name) => parameter(name, { suffix: table })) },
        {
          service: 'sqs',
          anyOf: [
            parameter('queueUrl', ...queues.map((name) => ({ suffix: `/${name}` }))),
            parameter('sourceArn', ...queues.map((name) => ({ suffix: `:${name}` }))),
            forwarderQueue,
          ],
        },
      ],
    },
    Messages: {
      what: 'a topic of trailmend, a subscription to it, or an alarm',
      risk: 'messages of trailmend may reach nobody, or other readers, and alarms may stay silent',
      calls: [
        {
          service: 'sns',
          anyOf: topics([STACK_TOPIC, CHAT_TOPIC], [STACK_TOPIC, CHAT_SUBSCRIPTION]),
          // It follows a Subscribe, which was reported.
          except: ['ConfirmSubscription'],
        },
        { service: 'monitoring', anyOf: alarms({ prefix: `${Aws.STACK_NAME}-` }) },
      ],
    },
    // IAM's events occur in one Region of the partition only: us-east-1 in the commercial one.
    Roles: {
      what: 'a role of trailmend, or the permissions boundary of its delivery roles',
      risk: 'trailmend may lose permissions, or others may get them',
      calls: [{ service: 'iam', anyOf: roles(FUNCTION_ROLE_NAME, ...otherRoles) }],
      namedBy: 'roleName',
    },
  };
}

/**
 * The calls that a forwarder sends to the hub: those that change the forwarder, and those that
 * change roles of the hub, because IAM's events may occur in the forwarder's Region.
 */
export const FORWARDED_CALLS = {
  services: ['events', 'iam', 'monitoring', 'sns', 'sqs'],
  anyOf: [...rules(), ...roles(FUNCTION_ROLE_NAME, HUB), ...alarms(), ...topics(), forwarderQueue],
} as const;
